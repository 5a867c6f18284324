module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x16xi64> {nn.name = "tokens"}) -> (tensor<1x2500xf32> {nn.name = "logits"}) attributes {nn.arena_bound = 13824 : i64, nn.arena_bytes = 13824 : i64, nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "3b1f063b7c69184a", nn.index = 0 : i64} dense_resource<__elided__> : tensor<2500x192xf32>
    %1 = nn.constant {nn.hash = "e87336f0710ee57d", nn.index = 1 : i64} dense_resource<__elided__> : tensor<12x192x1x16xf32>
    %2 = nn.constant {nn.hash = "00210f73661e3974", nn.index = 2 : i64} dense_resource<__elided__> : tensor<40x192x64xf32>
    %3 = nn.constant {nn.hash = "a946c45f5d813204", nn.index = 3 : i64} dense_resource<__elided__> : tensor<2500xf32>
    %4 = nn.call @elementwise_0(%0, %arg0) {operand_slots = [#nn.slot<constant>, #nn.slot<input>], result_slots = [#nn.slot<arena>]} : (tensor<2500x192xf32>, tensor<1x16xi64>) -> tensor<1x16x192xf32>
    %5 = nn.reshape %4 : tensor<1x16x192xf32> to tensor<16x1x192xf32>
    %6 = nn.slice %5 [0, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %7 = nn.reshape %6 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %8 = nn.call @cell_0(%7) {operand_slots = [#nn.slot<arena>], result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>) -> tensor<1x192xf32>
    %9 = nn.slice %5 [1, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %10 = nn.reshape %9 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %11 = nn.call @cell_1(%10, %8, %1) {operand_slots = [#nn.slot<arena, offset = 768>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 1>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %12 = nn.slice %5 [2, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %13 = nn.reshape %12 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %14 = nn.call @cell_1(%13, %11, %1) {operand_slots = [#nn.slot<arena, offset = 1536>, #nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 1>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %15 = nn.slice %5 [3, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %16 = nn.reshape %15 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %17 = nn.call @cell_1(%16, %14, %1) {operand_slots = [#nn.slot<arena, offset = 2304>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 1>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %18 = nn.slice %5 [4, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %19 = nn.reshape %18 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %20 = nn.call @cell_1(%19, %17, %1) {operand_slots = [#nn.slot<arena, offset = 3072>, #nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 1>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %21 = nn.slice %5 [5, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %22 = nn.reshape %21 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %23 = nn.call @cell_1(%22, %20, %1) {operand_slots = [#nn.slot<arena, offset = 3840>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 1>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %24 = nn.slice %5 [6, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %25 = nn.reshape %24 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %26 = nn.call @cell_1(%25, %23, %1) {operand_slots = [#nn.slot<arena, offset = 4608>, #nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 1>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %27 = nn.slice %5 [7, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %28 = nn.reshape %27 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %29 = nn.call @cell_1(%28, %26, %1) {operand_slots = [#nn.slot<arena, offset = 5376>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 1>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %30 = nn.slice %5 [8, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %31 = nn.reshape %30 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %32 = nn.call @cell_1(%31, %29, %1) {operand_slots = [#nn.slot<arena, offset = 6144>, #nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 1>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %33 = nn.slice %5 [9, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %34 = nn.reshape %33 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %35 = nn.call @cell_1(%34, %32, %1) {operand_slots = [#nn.slot<arena, offset = 6912>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 1>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %36 = nn.slice %5 [10, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %37 = nn.reshape %36 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %38 = nn.call @cell_1(%37, %35, %1) {operand_slots = [#nn.slot<arena, offset = 7680>, #nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 1>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %39 = nn.slice %5 [11, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %40 = nn.reshape %39 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %41 = nn.call @cell_1(%40, %38, %1) {operand_slots = [#nn.slot<arena, offset = 8448>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 1>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %42 = nn.slice %5 [12, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %43 = nn.reshape %42 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %44 = nn.call @cell_1(%43, %41, %1) {operand_slots = [#nn.slot<arena, offset = 9216>, #nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 1>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %45 = nn.slice %5 [13, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %46 = nn.reshape %45 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %47 = nn.call @cell_1(%46, %44, %1) {operand_slots = [#nn.slot<arena, offset = 9984>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 1>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %48 = nn.slice %5 [14, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %49 = nn.reshape %48 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %50 = nn.call @cell_1(%49, %47, %1) {operand_slots = [#nn.slot<arena, offset = 10752>, #nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 1>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %51 = nn.slice %5 [15, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %52 = nn.reshape %51 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %53 = nn.call @cell_1(%52, %50, %1) {operand_slots = [#nn.slot<arena, offset = 11520>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 1>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    %54 = nn.call @matmul_0(%53, %2, %3) {operand_slots = [#nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 2>, #nn.slot<constant, index = 3>], result_slots = [#nn.slot<output>]} : (tensor<1x192xf32>, tensor<40x192x64xf32>, tensor<2500xf32>) -> tensor<1x2500xf32>
    return %54 : tensor<1x2500xf32>
  }
  nn.kernel @elementwise_0(%arg0: tensor<2500x192xf32>, %arg1: tensor<1x16xi64>) -> (tensor<1x16x192xf32>) kind "elementwise" schedule {name = "vectorized"} {
    %0 = nn.gather %arg0, %arg1 <{axis = 0 : i64}> : tensor<2500x192xf32>, tensor<1x16xi64>
    nn.yield %0 : tensor<1x16x192xf32>
  }
  nn.kernel @cell_0(%arg0: tensor<1x192xf32>) -> (tensor<1x192xf32>) kind "cell" schedule {name = "tiled"} {
    %0 = nn.rnn_cell %arg0 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 0, 0>} : (tensor<1x192xf32>) -> tensor<1x192xf32>
    nn.yield %0 : tensor<1x192xf32>
  }
  nn.kernel @cell_1(%arg0: tensor<1x192xf32>, %arg1: tensor<1x192xf32>, %arg2: tensor<12x192x1x16xf32>) -> (tensor<1x192xf32>) kind "cell" schedule {name = "tiled"} attributes {takes_order} {
    %0 = nn.rnn_cell %arg0, %arg1, %arg2 {activations = ["tanh"], alphas = array<f64: 0.000000e+00>, betas = array<f64: 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 192 : i64, operandSegmentSizes = array<i32: 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x192xf32>, tensor<12x192x1x16xf32>) -> tensor<1x192xf32>
    nn.yield %0 : tensor<1x192xf32>
  }
  nn.kernel @matmul_0(%arg0: tensor<1x192xf32>, %arg1: tensor<40x192x64xf32>, %arg2: tensor<2500xf32>) -> (tensor<1x2500xf32>) kind "matmul" schedule {name = "tiled"} {
    %0 = nn.matmul %arg0, %arg1 block 64 columns 2500 : tensor<1x192xf32>, tensor<40x192x64xf32>
    %1 = nn.add %0, %arg2 : tensor<1x2500xf32>, tensor<2500xf32>
    nn.yield %1 : tensor<1x2500xf32>
  }
}

