module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x16xi64> {nn.name = "tokens"}) -> (tensor<1x20xf32> {nn.name = "probabilities"}) {
    %0 = nn.constant {nn.hash = "8e17ac78e3148794"} dense_resource<__elided__> : tensor<344x48xf32>
    %1 = nn.constant {nn.hash = "c21abf252146a639"} dense_resource<__elided__> : tensor<2x192x48xf32>
    %2 = nn.constant {nn.hash = "bb1240d2e1337f58"} dense_resource<__elided__> : tensor<2x192x64xf32>
    %3 = nn.constant {nn.hash = "8691c1fc8fa20432"} dense_resource<__elided__> : tensor<2x384xf32>
    %4 = nn.constant dense<0> : tensor<i64>
    %5 = nn.constant dense<1> : tensor<i64>
    %6 = nn.constant {nn.hash = "5373c84de077b815"} dense_resource<__elided__> : tensor<20xf32>
    %7 = nn.gather %0, %arg0 <{axis = 0 : i64}> : tensor<344x48xf32>, tensor<1x16xi64>
    %8 = nn.transpose %7 [1, 0, 2] : tensor<1x16x48xf32>
    %y, %final_h = nn.gru %8, %1, %2, %3 {activations = ["sigmoid", "tanh", "sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 2 : i32, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0>} : (tensor<16x1x48xf32>, tensor<2x192x48xf32>, tensor<2x192x64xf32>, tensor<2x384xf32>) -> (tensor<16x2x1x64xf32>, tensor<2x1x64xf32>)
    %9 = nn.gather %final_h, %4 <{axis = 0 : i64}> : tensor<2x1x64xf32>, tensor<i64>
    %10 = nn.gather %final_h, %5 <{axis = 0 : i64}> : tensor<2x1x64xf32>, tensor<i64>
    %11 = nn.concat %9, %10 <{axis = 1 : i64}> : tensor<1x64xf32>, tensor<1x64xf32>
    %12 = nn.constant {nn.hash = "600207ff1c04e813"} dense_resource<__elided__> : tensor<128x20xf32>
    %13 = nn.matmul %11, %12 : tensor<1x128xf32>, tensor<128x20xf32>
    %14 = nn.add %13, %6 : tensor<1x20xf32>, tensor<20xf32>
    %15 = nn.softmax %14 <{axis = 1 : i64}> : tensor<1x20xf32>
    return %15 : tensor<1x20xf32>
  }
}

