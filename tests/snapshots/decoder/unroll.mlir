module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x1xi64> {nn.name = "token"}, %arg1: tensor<1x1x128xf32> {nn.name = "h", nn.state = 1 : i64}, %arg2: tensor<1x1x128xf32> {nn.name = "c", nn.state = 2 : i64}) -> (tensor<1x12xf32> {nn.name = "logits"}, tensor<1x1x128xf32> {nn.name = "h_out"}, tensor<1x1x128xf32> {nn.name = "c_out"}) attributes {nn.fingerprint = 9032071399909831235 : i64, nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "13d7c0818f61fd27"} dense_resource<__elided__> : tensor<12x512xf32>
    %1 = nn.constant {nn.hash = "652038cd8e3d49b9"} dense_resource<__elided__> : tensor<128x4x128xf32>
    %2 = nn.constant {nn.hash = "f6a9512e0798f4aa"} dense_resource<__elided__> : tensor<128x12xf32>
    %3 = nn.constant dense<[-0.0361940302, 0.104251869, 0.0138016762, 0.0560271814, -0.0368739329, 0.0512920432, -0.0963445901, 5.286560e-02, -0.0925629362, 0.0713439285, -0.0581355728, -0.0543156378]> : tensor<12xf32>
    %4 = nn.gather %0, %arg0 <{axis = 0 : i64}> : tensor<12x512xf32>, tensor<1x1xi64>
    %5 = nn.reshape %4 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %6 = nn.reshape %arg1 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %7 = nn.reshape %arg2 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %next_h, %next_c = nn.lstm_cell %5, %6, %7, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %8 = nn.reshape %next_h : tensor<1x128xf32> to tensor<1x1x128xf32>
    %9 = nn.reshape %next_c : tensor<1x128xf32> to tensor<1x1x128xf32>
    %10 = nn.matmul %8, %2 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %11 = nn.add %10, %3 : tensor<1x1x12xf32>, tensor<12xf32>
    %12 = nn.reshape %11 : tensor<1x1x12xf32> to tensor<1x12xf32>
    return %12, %8, %9 : tensor<1x12xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>
  }
}

