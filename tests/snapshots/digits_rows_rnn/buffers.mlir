module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x8x8xf32> {nn.name = "rows"}) -> (tensor<1x10xf32> {nn.name = "logits"}) attributes {nn.arena_bound = 1280 : i64, nn.arena_bytes = 1280 : i64, nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "7d809be79f443a1f", nn.index = 0 : i64} dense_resource<__elided__> : tensor<1x32x16xf32>
    %1 = nn.constant {nn.index = 1 : i64} dense<[-0.0777584761, 0.078532733, -0.189486876, -0.153883561, 0.115324616, 0.149513572, -0.100833759, 0.0140182879, -0.0355935693, 7.780680e-02]> : tensor<10xf32>
    %2 = nn.constant {nn.hash = "559d9aa0f385ac70", nn.index = 2 : i64} dense_resource<__elided__> : tensor<1x8x32xf32>
    %3 = nn.constant {nn.hash = "ad75f1dba6e2bbf8", nn.index = 3 : i64} dense_resource<__elided__> : tensor<1x32x1x32xf32>
    %4 = nn.constant {nn.hash = "b1ce65b18940f758", nn.index = 4 : i64} dense_resource<__elided__> : tensor<32xf32>
    %5 = nn.reshape %arg0 : tensor<1x8x8xf32> to tensor<8x8xf32>
    %6 = nn.call @matmul_0(%5, %2, %4) {operand_slots = [#nn.slot<input>, #nn.slot<constant, index = 2>, #nn.slot<constant, index = 4>], result_slots = [#nn.slot<arena>]} : (tensor<8x8xf32>, tensor<1x8x32xf32>, tensor<32xf32>) -> tensor<8x32xf32>
    %7 = nn.reshape %6 : tensor<8x32xf32> to tensor<8x1x32xf32>
    %8 = nn.slice %7 [0, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %9 = nn.reshape %8 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %10 = nn.call @cell_0(%9) {operand_slots = [#nn.slot<arena>], result_slots = [#nn.slot<arena, offset = 1024>]} : (tensor<1x32xf32>) -> tensor<1x32xf32>
    %11 = nn.slice %7 [1, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %12 = nn.reshape %11 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %13 = nn.call @cell_1(%12, %10, %3) {operand_slots = [#nn.slot<arena, offset = 128>, #nn.slot<arena, offset = 1024>, #nn.slot<constant, index = 3>], result_slots = [#nn.slot<arena, offset = 1152>]} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x32x1x32xf32>) -> tensor<1x32xf32>
    %14 = nn.slice %7 [2, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %15 = nn.reshape %14 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %16 = nn.call @cell_1(%15, %13, %3) {operand_slots = [#nn.slot<arena, offset = 256>, #nn.slot<arena, offset = 1152>, #nn.slot<constant, index = 3>], result_slots = [#nn.slot<arena, offset = 1024>]} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x32x1x32xf32>) -> tensor<1x32xf32>
    %17 = nn.slice %7 [3, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %18 = nn.reshape %17 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %19 = nn.call @cell_1(%18, %16, %3) {operand_slots = [#nn.slot<arena, offset = 384>, #nn.slot<arena, offset = 1024>, #nn.slot<constant, index = 3>], result_slots = [#nn.slot<arena, offset = 1152>]} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x32x1x32xf32>) -> tensor<1x32xf32>
    %20 = nn.slice %7 [4, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %21 = nn.reshape %20 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %22 = nn.call @cell_1(%21, %19, %3) {operand_slots = [#nn.slot<arena, offset = 512>, #nn.slot<arena, offset = 1152>, #nn.slot<constant, index = 3>], result_slots = [#nn.slot<arena, offset = 1024>]} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x32x1x32xf32>) -> tensor<1x32xf32>
    %23 = nn.slice %7 [5, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %24 = nn.reshape %23 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %25 = nn.call @cell_1(%24, %22, %3) {operand_slots = [#nn.slot<arena, offset = 640>, #nn.slot<arena, offset = 1024>, #nn.slot<constant, index = 3>], result_slots = [#nn.slot<arena, offset = 1152>]} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x32x1x32xf32>) -> tensor<1x32xf32>
    %26 = nn.slice %7 [6, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %27 = nn.reshape %26 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %28 = nn.call @cell_1(%27, %25, %3) {operand_slots = [#nn.slot<arena, offset = 768>, #nn.slot<arena, offset = 1152>, #nn.slot<constant, index = 3>], result_slots = [#nn.slot<arena, offset = 1024>]} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x32x1x32xf32>) -> tensor<1x32xf32>
    %29 = nn.slice %7 [7, 0, 0] size [1, 1, 32] step [1, 1, 1] : tensor<8x1x32xf32>
    %30 = nn.reshape %29 : tensor<1x1x32xf32> to tensor<1x32xf32>
    %31 = nn.call @cell_1(%30, %28, %3) {operand_slots = [#nn.slot<arena, offset = 896>, #nn.slot<arena, offset = 1024>, #nn.slot<constant, index = 3>], result_slots = [#nn.slot<arena, offset = 1152>]} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x32x1x32xf32>) -> tensor<1x32xf32>
    %32 = nn.call @matmul_1(%31, %0, %1) {operand_slots = [#nn.slot<arena, offset = 1152>, #nn.slot<constant>, #nn.slot<constant, index = 1>], result_slots = [#nn.slot<output>]} : (tensor<1x32xf32>, tensor<1x32x16xf32>, tensor<10xf32>) -> tensor<1x10xf32>
    return %32 : tensor<1x10xf32>
  }
  nn.kernel @matmul_0(%arg0: tensor<8x8xf32>, %arg1: tensor<1x8x32xf32>, %arg2: tensor<32xf32>) -> (tensor<8x32xf32>) kind "matmul" schedule {name = "tiled"} {
    %0 = nn.matmul %arg0, %arg1 block 32 columns 32 : tensor<8x8xf32>, tensor<1x8x32xf32>
    %1 = nn.add %0, %arg2 : tensor<8x32xf32>, tensor<32xf32>
    nn.yield %1 : tensor<8x32xf32>
  }
  nn.kernel @cell_0(%arg0: tensor<1x32xf32>) -> (tensor<1x32xf32>) kind "cell" schedule {name = "tiled"} {
    %0 = nn.rnn_cell %arg0 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, operandSegmentSizes = array<i32: 1, 0, 0>} : (tensor<1x32xf32>) -> tensor<1x32xf32>
    nn.yield %0 : tensor<1x32xf32>
  }
  nn.kernel @cell_1(%arg0: tensor<1x32xf32>, %arg1: tensor<1x32xf32>, %arg2: tensor<1x32x1x32xf32>) -> (tensor<1x32xf32>) kind "cell" schedule {name = "tiled"} {
    %0 = nn.rnn_cell %arg0, %arg1, %arg2 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 32 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x32xf32>, tensor<1x32xf32>, tensor<1x32x1x32xf32>) -> tensor<1x32xf32>
    nn.yield %0 : tensor<1x32xf32>
  }
  nn.kernel @matmul_1(%arg0: tensor<1x32xf32>, %arg1: tensor<1x32x16xf32>, %arg2: tensor<10xf32>) -> (tensor<1x10xf32>) kind "matmul" schedule {name = "tiled"} {
    %0 = nn.matmul %arg0, %arg1 block 16 columns 10 : tensor<1x32xf32>, tensor<1x32x16xf32>
    %1 = nn.add %0, %arg2 : tensor<1x10xf32>, tensor<10xf32>
    nn.yield %1 : tensor<1x10xf32>
  }
}

