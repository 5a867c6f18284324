module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x8x8xf32> {nn.name = "rows"}) -> (tensor<1x10xf32> {nn.name = "logits"}) {
    %0 = nn.constant {nn.hash = "7a61a6220e770389"} dense_resource<__elided__> : tensor<1x128x8xf32>
    %1 = nn.constant {nn.hash = "30fc4869923b004c"} dense_resource<__elided__> : tensor<1x128x32xf32>
    %2 = nn.constant {nn.hash = "d364fd8811f70ffc"} dense_resource<__elided__> : tensor<1x256xf32>
    %3 = nn.constant dense<0> : tensor<i64>
    %4 = nn.constant dense<[0.119887039, 0.0254252944, 0.181604385, -0.197886273, 0.032859154, 0.00838469527, -0.00536959805, 0.0967111662, -0.151204735, 0.179707751]> : tensor<10xf32>
    %5 = nn.transpose %arg0 [1, 0, 2] : tensor<1x8x8xf32>
    %y, %final_h, %final_c = nn.lstm %5, %0, %1, %2 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0, 0, 0>} : (tensor<8x1x8xf32>, tensor<1x128x8xf32>, tensor<1x128x32xf32>, tensor<1x256xf32>) -> (tensor<8x1x1x32xf32>, tensor<1x1x32xf32>, tensor<1x1x32xf32>)
    %6 = nn.gather %final_h, %3 <{axis = 0 : i64}> : tensor<1x1x32xf32>, tensor<i64>
    %7 = nn.constant {nn.hash = "05c56de7f7bc8404"} dense_resource<__elided__> : tensor<32x10xf32>
    %8 = nn.matmul %6, %7 : tensor<1x32xf32>, tensor<32x10xf32>
    %9 = nn.add %8, %4 : tensor<1x10xf32>, tensor<10xf32>
    return %9 : tensor<1x10xf32>
  }
}

