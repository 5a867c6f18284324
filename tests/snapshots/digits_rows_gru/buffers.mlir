module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x8x8xf32> {nn.name = "rows"}) -> (tensor<1x10xf32> {nn.name = "logits"}) attributes {nn.arena_bound = 3328 : i64, nn.arena_bytes = 3328 : i64, nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "68e505943091abf9", nn.index = 0 : i64} dense_resource<__elided__> : tensor<1x32x16xf32>
    %1 = nn.constant {nn.index = 1 : i64} dense<[0.124101602, 0.0013051813, -0.0293974876, -0.12592864, -0.0973229333, 0.128157184, -0.06318409, 0.152072638, -0.0244963653, 0.0406367965]> : tensor<10xf32>
    %2 = nn.constant {nn.hash = "658353fac7f877a5", nn.index = 2 : i64} dense_resource<__elided__> : tensor<4x8x24xf32>
    %3 = nn.constant {nn.hash = "76d453681d1d6efd", nn.index = 3 : i64} dense_resource<__elided__> : tensor<2x32x3x16xf32>
    %4 = nn.constant {nn.hash = "854b0bbe2884cf34", nn.index = 4 : i64} dense_resource<__elided__> : tensor<32xf32>
    %5 = nn.constant {nn.hash = "bc5d107932c5a773", nn.index = 5 : i64} dense_resource<__elided__> : tensor<96xf32>
    %6 = nn.reshape %arg0 : tensor<1x8x8xf32> to tensor<8x8xf32>
    %7 = nn.call @matmul_0(%6, %2, %5) {operand_slots = [#nn.slot<input>, #nn.slot<constant, index = 2>, #nn.slot<constant, index = 5>], result_slots = [#nn.slot<arena>]} : (tensor<8x8xf32>, tensor<4x8x24xf32>, tensor<96xf32>) -> tensor<8x96xf32>
    %8 = nn.reshape %7 : tensor<8x96xf32> to tensor<8x1x96xf32>
    %9 = nn.slice %8 [0, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %10 = nn.reshape %9 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %11 = nn.call @cell_0(%10, %4) {operand_slots = [#nn.slot<arena>, #nn.slot<constant, index = 4>], result_slots = [#nn.slot<arena, offset = 3072>]} : (tensor<1x96xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %12 = nn.slice %8 [1, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %13 = nn.reshape %12 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %14 = nn.call @cell_1(%13, %11, %3, %4) {operand_slots = [#nn.slot<arena, offset = 384>, #nn.slot<arena, offset = 3072>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 4>], result_slots = [#nn.slot<arena, offset = 3200>]} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<2x32x3x16xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %15 = nn.slice %8 [2, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %16 = nn.reshape %15 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %17 = nn.call @cell_1(%16, %14, %3, %4) {operand_slots = [#nn.slot<arena, offset = 768>, #nn.slot<arena, offset = 3200>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 4>], result_slots = [#nn.slot<arena, offset = 3072>]} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<2x32x3x16xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %18 = nn.slice %8 [3, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %19 = nn.reshape %18 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %20 = nn.call @cell_1(%19, %17, %3, %4) {operand_slots = [#nn.slot<arena, offset = 1152>, #nn.slot<arena, offset = 3072>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 4>], result_slots = [#nn.slot<arena, offset = 3200>]} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<2x32x3x16xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %21 = nn.slice %8 [4, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %22 = nn.reshape %21 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %23 = nn.call @cell_1(%22, %20, %3, %4) {operand_slots = [#nn.slot<arena, offset = 1536>, #nn.slot<arena, offset = 3200>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 4>], result_slots = [#nn.slot<arena, offset = 3072>]} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<2x32x3x16xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %24 = nn.slice %8 [5, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %25 = nn.reshape %24 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %26 = nn.call @cell_1(%25, %23, %3, %4) {operand_slots = [#nn.slot<arena, offset = 1920>, #nn.slot<arena, offset = 3072>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 4>], result_slots = [#nn.slot<arena, offset = 3200>]} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<2x32x3x16xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %27 = nn.slice %8 [6, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %28 = nn.reshape %27 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %29 = nn.call @cell_1(%28, %26, %3, %4) {operand_slots = [#nn.slot<arena, offset = 2304>, #nn.slot<arena, offset = 3200>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 4>], result_slots = [#nn.slot<arena, offset = 3072>]} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<2x32x3x16xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %30 = nn.slice %8 [7, 0, 0] size [1, 1, 96] step [1, 1, 1] : tensor<8x1x96xf32>
    %31 = nn.reshape %30 : tensor<1x1x96xf32> to tensor<1x96xf32>
    %32 = nn.call @cell_1(%31, %29, %3, %4) {operand_slots = [#nn.slot<arena, offset = 2688>, #nn.slot<arena, offset = 3072>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 4>], result_slots = [#nn.slot<arena, offset = 3200>]} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<2x32x3x16xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    %33 = nn.call @matmul_1(%32, %0, %1) {operand_slots = [#nn.slot<arena, offset = 3200>, #nn.slot<constant>, #nn.slot<constant, index = 1>], result_slots = [#nn.slot<output>]} : (tensor<1x32xf32>, tensor<1x32x16xf32>, tensor<10xf32>) -> tensor<1x10xf32>
    return %33 : tensor<1x10xf32>
  }
  nn.kernel @matmul_0(%arg0: tensor<8x8xf32>, %arg1: tensor<4x8x24xf32>, %arg2: tensor<96xf32>) -> (tensor<8x96xf32>) kind "matmul" schedule {name = "tiled"} {
    %0 = nn.matmul %arg0, %arg1 block 24 columns 96 : tensor<8x8xf32>, tensor<4x8x24xf32>
    %1 = nn.add %0, %arg2 : tensor<8x96xf32>, tensor<96xf32>
    nn.yield %1 : tensor<8x96xf32>
  }
  nn.kernel @cell_0(%arg0: tensor<1x96xf32>, %arg1: tensor<32xf32>) -> (tensor<1x32xf32>) kind "cell" schedule {name = "tiled"} {
    %0 = nn.gru_cell %arg0, %arg1 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 0, 0, 1>} : (tensor<1x96xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    nn.yield %0 : tensor<1x32xf32>
  }
  nn.kernel @cell_1(%arg0: tensor<1x96xf32>, %arg1: tensor<1x32xf32>, %arg2: tensor<2x32x3x16xf32>, %arg3: tensor<32xf32>) -> (tensor<1x32xf32>) kind "cell" schedule {name = "tiled"} {
    %0 = nn.gru_cell %arg0, %arg1, %arg2, %arg3 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x96xf32>, tensor<1x32xf32>, tensor<2x32x3x16xf32>, tensor<32xf32>) -> tensor<1x32xf32>
    nn.yield %0 : tensor<1x32xf32>
  }
  nn.kernel @matmul_1(%arg0: tensor<1x32xf32>, %arg1: tensor<1x32x16xf32>, %arg2: tensor<10xf32>) -> (tensor<1x10xf32>) kind "matmul" schedule {name = "tiled"} {
    %0 = nn.matmul %arg0, %arg1 block 16 columns 10 : tensor<1x32xf32>, tensor<1x32x16xf32>
    %1 = nn.add %0, %arg2 : tensor<1x10xf32>, tensor<10xf32>
    nn.yield %1 : tensor<1x10xf32>
  }
}

