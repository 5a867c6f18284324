module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x30xi64> {nn.name = "chars"}) -> (tensor<1x1x128xf32> {nn.name = "h"}, tensor<1x1x128xf32> {nn.name = "c"}) {
    %0 = nn.constant {nn.hash = "71ce5978aebfb667"} dense_resource<__elided__> : tensor<43x32xf32>
    %1 = nn.constant {nn.hash = "789b4335bacabe77"} dense_resource<__elided__> : tensor<1x512x32xf32>
    %2 = nn.constant {nn.hash = "346f09eaebe92e17"} dense_resource<__elided__> : tensor<1x512x128xf32>
    %3 = nn.constant {nn.hash = "d6ed39c9f60dd33c"} dense_resource<__elided__> : tensor<1x1024xf32>
    %4 = nn.gather %0, %arg0 <{axis = 0 : i64}> : tensor<43x32xf32>, tensor<1x30xi64>
    %5 = nn.reshape %4 : tensor<1x30x32xf32> to tensor<30x1x32xf32>
    %y, %final_h, %final_c = nn.lstm %5, %1, %2, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0, 0, 0>} : (tensor<30x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>) -> (tensor<30x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    return %final_h, %final_c : tensor<1x1x128xf32>, tensor<1x1x128xf32>
  }
}

