module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x1xi64> {nn.name = "token"}, %arg1: tensor<1x1x128xf32> {nn.name = "h", nn.state = 1 : i64}, %arg2: tensor<1x1x128xf32> {nn.name = "c", nn.state = 2 : i64}) -> (tensor<1x12xf32> {nn.name = "logits"}, tensor<1x1x128xf32> {nn.name = "h_out"}, tensor<1x1x128xf32> {nn.name = "c_out"}) attributes {nn.fingerprint = 9032071399909831235 : i64} {
    %0 = nn.constant {nn.hash = "04bcd7e5391b0bf8"} dense_resource<__elided__> : tensor<12x32xf32>
    %1 = nn.constant {nn.hash = "305b77f0569c3463"} dense_resource<__elided__> : tensor<1x512x32xf32>
    %2 = nn.constant {nn.hash = "a2944897c711de6f"} dense_resource<__elided__> : tensor<1x512x128xf32>
    %3 = nn.constant {nn.hash = "f982fb810155600d"} dense_resource<__elided__> : tensor<1x1024xf32>
    %4 = nn.constant {nn.hash = "f6a9512e0798f4aa"} dense_resource<__elided__> : tensor<128x12xf32>
    %5 = nn.constant dense<[-0.0361940302, 0.104251869, 0.0138016762, 0.0560271814, -0.0368739329, 0.0512920432, -0.0963445901, 5.286560e-02, -0.0925629362, 0.0713439285, -0.0581355728, -0.0543156378]> : tensor<12xf32>
    %6 = nn.constant dense<0> : tensor<i64>
    %7 = nn.gather %0, %arg0 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %8 = nn.transpose %7 [1, 0, 2] : tensor<1x1x32xf32>
    %y, %final_h, %final_c = nn.lstm %8, %1, %2, %3, %arg1, %arg2 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %9 = nn.reshape %y : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %10 = nn.transpose %9 [1, 0, 2] : tensor<1x1x128xf32>
    %11 = nn.matmul %10, %4 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %12 = nn.add %5, %11 : tensor<12xf32>, tensor<1x1x12xf32>
    %13 = nn.gather %12, %6 <{axis = 1 : i64}> : tensor<1x1x12xf32>, tensor<i64>
    return %13, %final_h, %final_c : tensor<1x12xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>
  }
}

