module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x1x16x16xf32> {nn.name = "image"}) -> (tensor<1x10xf32> {nn.name = "logits"}) attributes {nn.arena_bound = 6144 : i64, nn.arena_bytes = 6144 : i64} {
    %0 = nn.constant {nn.hash = "218fa1e6f5840df8", nn.index = 0 : i64} dense_resource<__elided__> : tensor<1x512x64xf32>
    %1 = nn.constant {nn.hash = "d9d805cda7bc6035", nn.index = 1 : i64} dense_resource<__elided__> : tensor<1x64x16xf32>
    %2 = nn.constant {nn.index = 2 : i64} dense<[0.0337812714, -0.0679638907, 0.304914296, 0.100571856, 0.113355264, 0.409493357, -0.124135211, 0.484072208, -4.460010e-05, 0.0456281491, -0.310267597, -0.156819388, -0.120731875, -0.00203966815, 0.170292512, 0.0361910276]> : tensor<16xf32>
    %3 = nn.constant {nn.hash = "96d656d480215788", nn.index = 3 : i64} dense_resource<__elided__> : tensor<32xf32>
    %4 = nn.constant {nn.hash = "95ff4e5b48badf3a", nn.index = 4 : i64} dense_resource<__elided__> : tensor<64xf32>
    %5 = nn.constant {nn.index = 5 : i64} dense<[-0.0661661252, -4.413650e-03, -0.0262615364, -0.0764978229, -0.102598384, -0.134935886, 0.0668244511, 0.0224501081, -0.0674168765, -0.0355397947]> : tensor<10xf32>
    %6 = nn.constant {nn.hash = "55590cda567558a9", nn.index = 6 : i64} dense_resource<__elided__> : tensor<1x3x3x1x16xf32>
    %7 = nn.reshape %arg0 : tensor<1x1x16x16xf32> to tensor<1x16x16x1xf32>
    %8 = nn.call @conv_0(%7, %6, %2) {nn.reason = "winograd2 would need 2.12 of its estimated cycles", operand_slots = [#nn.slot<input>, #nn.slot<constant, index = 6>, #nn.slot<constant, index = 2>], result_slots = [#nn.slot<arena>]} : (tensor<1x16x16x1xf32>, tensor<1x3x3x1x16xf32>, tensor<16xf32>) -> tensor<1x8x8x16xf32>
    %9 = nn.constant {nn.hash = "f2bf604b0a16ccd6", nn.index = 7 : i64} dense_resource<__elided__> : tensor<1x6x6x16x32xf32>
    %10 = nn.call @winograd_0(%8, %9, %3) {nn.reason = "0.40 of direct's estimated cycles, error 7.8e-07, +54.0 KiB of weights", operand_slots = [#nn.slot<arena>, #nn.slot<constant, index = 7>, #nn.slot<constant, index = 3>], result_slots = [#nn.slot<arena, offset = 4096>]} : (tensor<1x8x8x16xf32>, tensor<1x6x6x16x32xf32>, tensor<32xf32>) -> tensor<1x4x4x32xf32>
    %11 = nn.reshape %10 : tensor<1x4x4x32xf32> to tensor<1x512xf32>
    %12 = nn.call @matmul_0(%11, %0, %4) {operand_slots = [#nn.slot<arena, offset = 4096>, #nn.slot<constant>, #nn.slot<constant, index = 4>], result_slots = [#nn.slot<arena>]} : (tensor<1x512xf32>, tensor<1x512x64xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %13 = nn.call @matmul_1(%12, %1, %5) {operand_slots = [#nn.slot<arena>, #nn.slot<constant, index = 1>, #nn.slot<constant, index = 5>], result_slots = [#nn.slot<output>]} : (tensor<1x64xf32>, tensor<1x64x16xf32>, tensor<10xf32>) -> tensor<1x10xf32>
    return %13 : tensor<1x10xf32>
  }
  nn.kernel @conv_0(%arg0: tensor<1x16x16x1xf32>, %arg1: tensor<1x3x3x1x16xf32>, %arg2: tensor<16xf32>) -> (tensor<1x8x8x16xf32>) kind "conv" schedule {name = "tiled"} {
    %0 = nn.conv %arg0, %arg1 <{block = 16 : i64, channels = 16 : i64, dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : tensor<1x16x16x1xf32>, tensor<1x3x3x1x16xf32>
    %1 = nn.max_pool %0 <{dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>, window = array<i64: 2, 2>}> : tensor<1x16x16x16xf32>
    %2 = nn.add %1, %arg2 : tensor<1x8x8x16xf32>, tensor<16xf32>
    %3 = nn.relu %2 : tensor<1x8x8x16xf32>
    nn.yield %3 : tensor<1x8x8x16xf32>
  }
  nn.kernel @winograd_0(%arg0: tensor<1x8x8x16xf32>, %arg1: tensor<1x6x6x16x32xf32>, %arg2: tensor<32xf32>) -> (tensor<1x4x4x32xf32>) kind "winograd" schedule {name = "tiled"} {
    %0 = nn.conv %arg0, %arg1 <{algorithm = "winograd4", block = 32 : i64, channels = 32 : i64, dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : tensor<1x8x8x16xf32>, tensor<1x6x6x16x32xf32>
    %1 = nn.max_pool %0 <{dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>, window = array<i64: 2, 2>}> : tensor<1x8x8x32xf32>
    %2 = nn.add %1, %arg2 : tensor<1x4x4x32xf32>, tensor<32xf32>
    %3 = nn.relu %2 : tensor<1x4x4x32xf32>
    nn.yield %3 : tensor<1x4x4x32xf32>
  }
  nn.kernel @matmul_0(%arg0: tensor<1x512xf32>, %arg1: tensor<1x512x64xf32>, %arg2: tensor<64xf32>) -> (tensor<1x64xf32>) kind "matmul" schedule {name = "tiled"} {
    %0 = nn.matmul %arg0, %arg1 block 64 columns 64 : tensor<1x512xf32>, tensor<1x512x64xf32>
    %1 = nn.add %0, %arg2 : tensor<1x64xf32>, tensor<64xf32>
    %2 = nn.relu %1 : tensor<1x64xf32>
    nn.yield %2 : tensor<1x64xf32>
  }
  nn.kernel @matmul_1(%arg0: tensor<1x64xf32>, %arg1: tensor<1x64x16xf32>, %arg2: tensor<10xf32>) -> (tensor<1x10xf32>) kind "matmul" schedule {name = "tiled"} {
    %0 = nn.matmul %arg0, %arg1 block 16 columns 10 : tensor<1x64xf32>, tensor<1x64x16xf32>
    %1 = nn.add %0, %arg2 : tensor<1x10xf32>, tensor<10xf32>
    nn.yield %1 : tensor<1x10xf32>
  }
}

