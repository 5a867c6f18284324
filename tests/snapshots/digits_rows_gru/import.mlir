module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x8x8xf32> {nn.name = "rows"}) -> (tensor<1x10xf32> {nn.name = "logits"}) {
    %0 = nn.constant {nn.hash = "9bb7658d1501d397"} dense_resource<__elided__> : tensor<1x96x8xf32>
    %1 = nn.constant {nn.hash = "2d7b620a37fdb1a7"} dense_resource<__elided__> : tensor<1x96x32xf32>
    %2 = nn.constant {nn.hash = "2caad404c30c184f"} dense_resource<__elided__> : tensor<1x192xf32>
    %3 = nn.constant dense<0> : tensor<i64>
    %4 = nn.constant dense<[0.124101602, 0.0013051813, -0.0293974876, -0.12592864, -0.0973229333, 0.128157184, -0.06318409, 0.152072638, -0.0244963653, 0.0406367965]> : tensor<10xf32>
    %5 = nn.transpose %arg0 [1, 0, 2] : tensor<1x8x8xf32>
    %y, %final_h = nn.gru %5, %0, %1, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 32 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0>} : (tensor<8x1x8xf32>, tensor<1x96x8xf32>, tensor<1x96x32xf32>, tensor<1x192xf32>) -> (tensor<8x1x1x32xf32>, tensor<1x1x32xf32>)
    %6 = nn.gather %final_h, %3 <{axis = 0 : i64}> : tensor<1x1x32xf32>, tensor<i64>
    %7 = nn.constant {nn.hash = "f4d822498545cd77"} dense_resource<__elided__> : tensor<32x10xf32>
    %8 = nn.matmul %6, %7 : tensor<1x32xf32>, tensor<32x10xf32>
    %9 = nn.add %8, %4 : tensor<1x10xf32>, tensor<10xf32>
    return %9 : tensor<1x10xf32>
  }
}

