module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x16xi64> {nn.name = "tokens"}) -> (tensor<1x2500xf32> {nn.name = "logits"}) {
    %0 = nn.constant {nn.hash = "3e9b7dc6697a2fd4"} dense_resource<__elided__> : tensor<192x2500xf32>
    %1 = nn.constant {nn.hash = "6e785e1f8977d150"} dense_resource<__elided__> : tensor<2500x96xf32>
    %2 = nn.constant {nn.hash = "4bbec4a06d80acea"} dense_resource<__elided__> : tensor<1x192x96xf32>
    %3 = nn.constant {nn.hash = "ea071aad645fa255"} dense_resource<__elided__> : tensor<1x192x192xf32>
    %4 = nn.constant {nn.hash = "7e7d9bd81340c626"} dense_resource<__elided__> : tensor<1x384xf32>
    %5 = nn.constant {nn.hash = "a946c45f5d813204"} dense_resource<__elided__> : tensor<2500xf32>
    %6 = nn.gather %1, %arg0 <{axis = 0 : i64}> : tensor<2500x96xf32>, tensor<1x16xi64>
    %7 = nn.reshape %6 : tensor<1x16x96xf32> to tensor<16x1x96xf32>
    %y, %final_h = nn.rnn %7, %2, %3, %4 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0>} : (tensor<16x1x96xf32>, tensor<1x192x96xf32>, tensor<1x192x192xf32>, tensor<1x384xf32>) -> (tensor<16x1x1x192xf32>, tensor<1x1x192xf32>)
    %8 = nn.reshape %final_h : tensor<1x1x192xf32> to tensor<1x192xf32>
    %9 = nn.matmul %8, %0 : tensor<1x192xf32>, tensor<192x2500xf32>
    %10 = nn.add %9, %5 : tensor<1x2500xf32>, tensor<2500xf32>
    return %10 : tensor<1x2500xf32>
  }
}

