module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x8x8xf32> {nn.name = "rows"}) -> (tensor<1x10xf32> {nn.name = "logits"}) attributes {nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "f4d822498545cd77"} dense_resource<__elided__> : tensor<32x10xf32>
    %1 = nn.constant dense<[0.124101602, 0.0013051813, -0.0293974876, -0.12592864, -0.0973229333, 0.128157184, -0.06318409, 0.152072638, -0.0244963653, 0.0406367965]> : tensor<10xf32>
    %2 = nn.constant {nn.hash = "3bc15c1268e556ea"} dense_resource<__elided__> : tensor<8x96xf32>
    %3 = nn.constant {nn.hash = "61dbe5e63dd436eb"} dense_resource<__elided__> : tensor<32x3x32xf32>
    %4 = nn.constant {nn.hash = "854b0bbe2884cf34"} dense_resource<__elided__> : tensor<32xf32>
    %5 = nn.constant {nn.hash = "bc5d107932c5a773"} dense_resource<__elided__> : tensor<96xf32>
    %6 = nn.reshape %arg0 : tensor<1x8x8xf32> to tensor<8x8xf32>
    %7 = nn.matmul %6, %2 : tensor<8x8xf32>, tensor<8x96xf32>
    %8 = nn.add %7, %5 : tensor<8x96xf32>, tensor<96xf32>
    %9 = nn.reshape %8 : tensor<8x96xf32> to tensor<8x1x96xf32>
    %10 = nn.slice %9 [0, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %11 = nn.reshape %10 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %12 = nn.gru_cell %11, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 0, 0, 1>} : (tensor<1x96xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %13 = nn.slice %9 [1, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %14 = nn.reshape %13 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %15 = nn.gru_cell %14, %12, %3, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<32x3x32xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %16 = nn.slice %9 [2, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %17 = nn.reshape %16 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %18 = nn.gru_cell %17, %15, %3, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<32x3x32xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %19 = nn.slice %9 [3, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %20 = nn.reshape %19 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %21 = nn.gru_cell %20, %18, %3, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<32x3x32xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %22 = nn.slice %9 [4, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %23 = nn.reshape %22 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %24 = nn.gru_cell %23, %21, %3, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<32x3x32xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %25 = nn.slice %9 [5, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %26 = nn.reshape %25 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %27 = nn.gru_cell %26, %24, %3, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<32x3x32xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %28 = nn.slice %9 [6, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %29 = nn.reshape %28 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %30 = nn.gru_cell %29, %27, %3, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<32x3x32xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %31 = nn.slice %9 [7, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %32 = nn.reshape %31 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %33 = nn.gru_cell %32, %30, %3, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<32x3x32xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %34 = nn.matmul %33, %0 : tensor<1x32xf32>, tensor<32x10xf32>
    %35 = nn.add %34, %1 : tensor<1x10xf32>, tensor<10xf32>
    return %35 : tensor<1x10xf32>
  }
}

