module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x8x8xf32> {nn.name = "rows"}) -> (tensor<1x10xf32> {nn.name = "logits"}) attributes {nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "954626cb1982bc96"} dense_resource<__elided__> : tensor<128xf32>
    %1 = nn.constant {nn.hash = "f6fc354c0e41ace9"} dense_resource<__elided__> : tensor<32x4x32xf32>
    %2 = nn.constant {nn.hash = "1354ad57e6b14577"} dense_resource<__elided__> : tensor<8x128xf32>
    %3 = nn.constant {nn.hash = "6a3d994390c8ea29"} dense_resource<__elided__> : tensor<64x10xf32>
    %4 = nn.constant dense<[-0.0579523817, 0.0511651114, 0.0267886501, 0.0325414576, 0.0151626915, -0.0875878781, -0.0274011604, -0.0980192497, -1.161180e-02, 0.0602348298]> : tensor<10xf32>
    %5 = nn.constant {nn.hash = "8f64dccc85ed9023"} dense_resource<__elided__> : tensor<8x128xf32>
    %6 = nn.constant {nn.hash = "73cf4566451ce688"} dense_resource<__elided__> : tensor<32x4x32xf32>
    %7 = nn.constant {nn.hash = "c96e32d264380aec"} dense_resource<__elided__> : tensor<128xf32>
    %8 = nn.reshape %arg0 : tensor<1x8x8xf32> to tensor<8x8xf32>
    %9 = nn.matmul %8, %5 : tensor<8x8xf32>, tensor<8x128xf32>
    %10 = nn.add %9, %7 : tensor<8x128xf32>, tensor<128xf32>
    %11 = nn.reshape %10 : tensor<8x128xf32> to tensor<8x1x128xf32>
    %12 = nn.slice %11 [0, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %13 = nn.reshape %12 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h, %next_c = nn.lstm_cell %13 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 0, 0, 0, 0>} : (tensor<1x128xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %14 = nn.slice %11 [1, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %15 = nn.reshape %14 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_0, %next_c_1 = nn.lstm_cell %15, %next_h, %next_c, %6 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %16 = nn.slice %11 [2, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %17 = nn.reshape %16 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_2, %next_c_3 = nn.lstm_cell %17, %next_h_0, %next_c_1, %6 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %18 = nn.slice %11 [3, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %19 = nn.reshape %18 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_4, %next_c_5 = nn.lstm_cell %19, %next_h_2, %next_c_3, %6 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %20 = nn.slice %11 [4, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %21 = nn.reshape %20 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_6, %next_c_7 = nn.lstm_cell %21, %next_h_4, %next_c_5, %6 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %22 = nn.slice %11 [5, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %23 = nn.reshape %22 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_8, %next_c_9 = nn.lstm_cell %23, %next_h_6, %next_c_7, %6 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %24 = nn.slice %11 [6, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %25 = nn.reshape %24 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_10, %next_c_11 = nn.lstm_cell %25, %next_h_8, %next_c_9, %6 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %26 = nn.slice %11 [7, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %27 = nn.reshape %26 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_12, %next_c_13 = nn.lstm_cell %27, %next_h_10, %next_c_11, %6 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %28 = nn.matmul %8, %2 : tensor<8x8xf32>, tensor<8x128xf32>
    %29 = nn.add %28, %0 : tensor<8x128xf32>, tensor<128xf32>
    %30 = nn.reshape %29 : tensor<8x128xf32> to tensor<8x1x128xf32>
    %31 = nn.slice %30 [7, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %32 = nn.reshape %31 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_14, %next_c_15 = nn.lstm_cell %32 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 0, 0, 0, 0>} : (tensor<1x128xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %33 = nn.slice %30 [6, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %34 = nn.reshape %33 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_16, %next_c_17 = nn.lstm_cell %34, %next_h_14, %next_c_15, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %35 = nn.slice %30 [5, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %36 = nn.reshape %35 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_18, %next_c_19 = nn.lstm_cell %36, %next_h_16, %next_c_17, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %37 = nn.slice %30 [4, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %38 = nn.reshape %37 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_20, %next_c_21 = nn.lstm_cell %38, %next_h_18, %next_c_19, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %39 = nn.slice %30 [3, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %40 = nn.reshape %39 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_22, %next_c_23 = nn.lstm_cell %40, %next_h_20, %next_c_21, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %41 = nn.slice %30 [2, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %42 = nn.reshape %41 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_24, %next_c_25 = nn.lstm_cell %42, %next_h_22, %next_c_23, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %43 = nn.slice %30 [1, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %44 = nn.reshape %43 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_26, %next_c_27 = nn.lstm_cell %44, %next_h_24, %next_c_25, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %45 = nn.slice %30 [0, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %46 = nn.reshape %45 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h_28, %next_c_29 = nn.lstm_cell %46, %next_h_26, %next_c_27, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<32x4x32xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
    %47 = nn.concat %next_h_12, %next_h_28 <{axis = 1 : i64}> : tensor<1x32xf32>, tensor<1x32xf32>
    %48 = nn.matmul %47, %3 : tensor<1x64xf32>, tensor<64x10xf32>
    %49 = nn.add %48, %4 : tensor<1x10xf32>, tensor<10xf32>
    return %49 : tensor<1x10xf32>
  }
}

