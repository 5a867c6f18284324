module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x8x8xf32> {nn.name = "rows"}) -> (tensor<1x10xf32> {nn.name = "logits"}) {
    %0 = nn.constant {nn.hash = "6a3d994390c8ea29"} dense_resource<__elided__> : tensor<64x10xf32>
    %1 = nn.constant {nn.hash = "be2370df2b4a5c96"} dense_resource<__elided__> : tensor<2x128x8xf32>
    %2 = nn.constant {nn.hash = "17106009ea556770"} dense_resource<__elided__> : tensor<2x128x32xf32>
    %3 = nn.constant {nn.hash = "62e1e2bbaf912d8d"} dense_resource<__elided__> : tensor<2x256xf32>
    %4 = nn.constant dense<[-0.0579523817, 0.0511651114, 0.0267886501, 0.0325414576, 0.0151626915, -0.0875878781, -0.0274011604, -0.0980192497, -1.161180e-02, 0.0602348298]> : tensor<10xf32>
    %5 = nn.reshape %arg0 : tensor<1x8x8xf32> to tensor<8x1x8xf32>
    %y, %final_h, %final_c = nn.lstm %5, %1, %2, %3 {activations = ["sigmoid", "tanh", "tanh", "sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 2 : i32, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0, 0, 0>} : (tensor<8x1x8xf32>, tensor<2x128x8xf32>, tensor<2x128x32xf32>, tensor<2x256xf32>) -> (tensor<8x2x1x32xf32>, tensor<2x1x32xf32>, tensor<2x1x32xf32>)
    %6 = nn.slice %final_h [0, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<2x1x32xf32>
    %7 = nn.reshape %6 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %8 = nn.slice %final_h [1, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<2x1x32xf32>
    %9 = nn.reshape %8 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %10 = nn.concat %7, %9 <{axis = 1 : i64}> : tensor<1x32xf32>, tensor<1x32xf32>
    %11 = nn.matmul %10, %0 : tensor<1x64xf32>, tensor<64x10xf32>
    %12 = nn.add %11, %4 : tensor<1x10xf32>, tensor<10xf32>
    return %12 : tensor<1x10xf32>
  }
}

