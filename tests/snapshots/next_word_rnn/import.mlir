module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x16xi64> {nn.name = "tokens"}) -> (tensor<1x2500xf32> {nn.name = "logits"}) {
    %0 = nn.constant {nn.hash = "6e785e1f8977d150"} dense_resource<__elided__> : tensor<2500x96xf32>
    %1 = nn.constant {nn.hash = "4bbec4a06d80acea"} dense_resource<__elided__> : tensor<1x192x96xf32>
    %2 = nn.constant {nn.hash = "ea071aad645fa255"} dense_resource<__elided__> : tensor<1x192x192xf32>
    %3 = nn.constant {nn.hash = "7e7d9bd81340c626"} dense_resource<__elided__> : tensor<1x384xf32>
    %4 = nn.constant dense<0> : tensor<i64>
    %5 = nn.constant {nn.hash = "a946c45f5d813204"} dense_resource<__elided__> : tensor<2500xf32>
    %6 = nn.gather %0, %arg0 <{axis = 0 : i64}> : tensor<2500x96xf32>, tensor<1x16xi64>
    %7 = nn.transpose %6 [1, 0, 2] : tensor<1x16x96xf32>
    %y, %final_h = nn.rnn %7, %1, %2, %3 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0>} : (tensor<16x1x96xf32>, tensor<1x192x96xf32>, tensor<1x192x192xf32>, tensor<1x384xf32>) -> (tensor<16x1x1x192xf32>, tensor<1x1x192xf32>)
    %8 = nn.gather %final_h, %4 <{axis = 0 : i64}> : tensor<1x1x192xf32>, tensor<i64>
    %9 = nn.constant {nn.hash = "3e9b7dc6697a2fd4"} dense_resource<__elided__> : tensor<192x2500xf32>
    %10 = nn.matmul %8, %9 : tensor<1x192xf32>, tensor<192x2500xf32>
    %11 = nn.add %10, %5 : tensor<1x2500xf32>, tensor<2500xf32>
    return %11 : tensor<1x2500xf32>
  }
}

