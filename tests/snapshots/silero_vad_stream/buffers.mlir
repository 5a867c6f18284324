module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x576xf32> {nn.name = "input"}, %arg1: tensor<2x1x128xf32> {nn.name = "state", nn.state = 1 : i64}) -> (tensor<1x1xf32> {nn.name = "output"}, tensor<2x1x128xf32> {nn.name = "stateN"}) attributes {nn.arena_bound = 6688 : i64, nn.arena_bytes = 6720 : i64, nn.fingerprint = -6146547759661801770 : i64, nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "777f5dd56eb3155b", nn.index = 0 : i64} dense_resource<__elided__> : tensor<1x128x8xf32>
    %1 = nn.constant {nn.hash = "6e34b23a2b99a0de", nn.index = 1 : i64} dense_resource<__elided__> : tensor<512xf32>
    %2 = nn.constant {nn.hash = "1b8d3754168d28f0", nn.index = 2 : i64} dense_resource<__elided__> : tensor<8x128x4x16xf32>
    %3 = nn.constant {nn.hash = "8ba0a515a14b0b6d", nn.index = 3 : i64} dense_resource<__elided__> : tensor<8x128x64xf32>
    %4 = nn.constant {nn.hash = "5edcea2ae6aa3234", nn.index = 4 : i64} dense_resource<__elided__> : tensor<4x3x64x32xf32>
    %5 = nn.constant {nn.hash = "f6ad5b0426ad1228", nn.index = 5 : i64} dense_resource<__elided__> : tensor<2x3x64x32xf32>
    %6 = nn.constant {nn.hash = "5cd085e8da85d1d6", nn.index = 6 : i64} dense_resource<__elided__> : tensor<2x3x128x32xf32>
    %7 = nn.constant {nn.hash = "31969ac5064a85ae", nn.index = 7 : i64} dense_resource<__elided__> : tensor<11x256x1x24xf32>
    %8 = nn.constant {nn.hash = "eedf11c0ff48e028", nn.index = 8 : i64} dense_resource<__elided__> : tensor<128xf32>
    %9 = nn.constant {nn.hash = "8a2252914e4cd7f9", nn.index = 9 : i64} dense_resource<__elided__> : tensor<64xf32>
    %10 = nn.constant {nn.hash = "4f44d1df97e93cd1", nn.index = 10 : i64} dense_resource<__elided__> : tensor<64xf32>
    %11 = nn.constant {nn.hash = "627a17634224c983", nn.index = 11 : i64} dense_resource<__elided__> : tensor<128xf32>
    %12 = nn.call @elementwise_0(%arg0) {operand_slots = [#nn.slot<input>], result_slots = [#nn.slot<arena, offset = 4160>]} : (tensor<1x576xf32>) -> tensor<1x640xf32>
    %13 = nn.reshape %12 : tensor<1x640xf32> to tensor<1x640x1xf32>
    %14 = nn.call @conv_0(%13, %7) {operand_slots = [#nn.slot<arena, offset = 4160>, #nn.slot<constant, index = 7>], result_slots = [#nn.slot<arena>]} : (tensor<1x640x1xf32>, tensor<11x256x1x24xf32>) -> tensor<1x4x258xf32>
    %15 = nn.call @elementwise_1(%14) {operand_slots = [#nn.slot<arena>], result_slots = [#nn.slot<arena, offset = 4160>]} : (tensor<1x4x258xf32>) -> tensor<1x4x129xf32>
    %16 = nn.constant {nn.hash = "64fb21e2d52dae3c", nn.index = 12 : i64} dense_resource<__elided__> : tensor<4x4x129x32xf32>
    %17 = nn.call @winograd_0(%15, %16, %8) {nn.reason = "0.71 of direct's estimated cycles, error 1.9e-07, +64.5 KiB of weights", operand_slots = [#nn.slot<arena, offset = 4160>, #nn.slot<constant, index = 12>, #nn.slot<constant, index = 8>], result_slots = [#nn.slot<arena>]} : (tensor<1x4x129xf32>, tensor<4x4x129x32xf32>, tensor<128xf32>) -> tensor<1x4x128xf32>
    %18 = nn.call @conv_1(%17, %6, %9) {nn.reason = "winograd2 would need 1.45 of its estimated cycles", operand_slots = [#nn.slot<arena>, #nn.slot<constant, index = 6>, #nn.slot<constant, index = 9>], result_slots = [#nn.slot<arena, offset = 2048>]} : (tensor<1x4x128xf32>, tensor<2x3x128x32xf32>, tensor<64xf32>) -> tensor<1x2x64xf32>
    %19 = nn.call @conv_2(%18, %5, %10) {nn.reason = "winograd2 would need 2.94 of its estimated cycles", operand_slots = [#nn.slot<arena, offset = 2048>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 10>], result_slots = [#nn.slot<arena>]} : (tensor<1x2x64xf32>, tensor<2x3x64x32xf32>, tensor<64xf32>) -> tensor<1x1x64xf32>
    %20 = nn.reshape %19 : tensor<1x1x64xf32> to tensor<1x64x1xf32>
    %21 = nn.call @elementwise_2(%20) {operand_slots = [#nn.slot<arena>], result_slots = [#nn.slot<arena, offset = 512>]} : (tensor<1x64x1xf32>) -> tensor<1x64x1xf32>
    %22 = nn.reshape %21 : tensor<1x64x1xf32> to tensor<1x1x64xf32>
    %23 = nn.call @conv_3(%22, %4, %11) {nn.reason = "winograd2 would need 2.34 of its estimated cycles", operand_slots = [#nn.slot<arena, offset = 512>, #nn.slot<constant, index = 4>, #nn.slot<constant, index = 11>], result_slots = [#nn.slot<arena>]} : (tensor<1x1x64xf32>, tensor<4x3x64x32xf32>, tensor<128xf32>) -> tensor<1x1x128xf32>
    %24 = nn.reshape %23 : tensor<1x1x128xf32> to tensor<1x128x1xf32>
    %25 = nn.call @elementwise_3(%24) {operand_slots = [#nn.slot<arena>], result_slots = [#nn.slot<arena, offset = 512>]} : (tensor<1x128x1xf32>) -> tensor<1x128x1xf32>
    %26 = nn.slice %arg1 [0, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<2x1x128xf32>
    %27 = nn.slice %arg1 [1, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<2x1x128xf32>
    %28 = nn.reshape %25 : tensor<1x128x1xf32> to tensor<1x128xf32>
    %29 = nn.reshape %26 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %30 = nn.reshape %27 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %31:2 = nn.call @cell_0(%28, %3, %1, %29, %30, %2) {operand_slots = [#nn.slot<arena, offset = 512>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 1>, #nn.slot<input, index = 1>, #nn.slot<input, index = 1, offset = 512>, #nn.slot<constant, index = 2>], result_slots = [#nn.slot<output, index = 1>, #nn.slot<output, index = 1, offset = 512>]} : (tensor<1x128xf32>, tensor<8x128x64xf32>, tensor<512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<8x128x4x16xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %32 = nn.reshape %31#0 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %33 = nn.reshape %31#1 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %34 = nn.reshape %31#0 : tensor<1x128xf32> to tensor<1x128x1xf32>
    %35 = nn.concat %32, %33 <{axis = 0 : i64}> : tensor<1x1x128xf32>, tensor<1x1x128xf32>
    %36 = nn.call @elementwise_3(%34) {operand_slots = [#nn.slot<output, index = 1>], result_slots = [#nn.slot<arena>]} : (tensor<1x128x1xf32>) -> tensor<1x128x1xf32>
    %37 = nn.reshape %36 : tensor<1x128x1xf32> to tensor<1x128xf32>
    %38 = nn.call @matmul_0(%37, %0) {nn.reason = "strassen would need 4.72 of its estimated cycles", operand_slots = [#nn.slot<arena>, #nn.slot<constant>], result_slots = [#nn.slot<output>]} : (tensor<1x128xf32>, tensor<1x128x8xf32>) -> tensor<1x1xf32>
    return %38, %35 : tensor<1x1xf32>, tensor<2x1x128xf32>
  }
  nn.kernel @elementwise_0(%arg0: tensor<1x576xf32>) -> (tensor<1x640xf32>) kind "elementwise" schedule {name = "vectorized"} {
    %0 = nn.constant dense<0.000000e+00> : tensor<f32>
    %1 = nn.pad %arg0, %0 reflect low [0, 0] high [0, 64] : tensor<1x576xf32>, tensor<f32>
    nn.yield %1 : tensor<1x640xf32>
  }
  nn.kernel @conv_0(%arg0: tensor<1x640x1xf32>, %arg1: tensor<11x256x1x24xf32>) -> (tensor<1x4x258xf32>) kind "conv" schedule {name = "tiled"} {
    %0 = nn.conv %arg0, %arg1 <{block = 24 : i64, channels = 258 : i64, dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 0>, low = array<i64: 0>, strides = array<i64: 128>}> : tensor<1x640x1xf32>, tensor<11x256x1x24xf32>
    nn.yield %0 : tensor<1x4x258xf32>
  }
  nn.kernel @elementwise_1(%arg0: tensor<1x4x258xf32>) -> (tensor<1x4x129xf32>) kind "elementwise" schedule {name = "vectorized"} {
    %0 = nn.constant dense<2.000000e+00> : tensor<1x1x1xf32>
    %1 = nn.slice %arg0 [0, 0, 0] size [1, 4, 129] step [1, 1, 1] : tensor<1x4x258xf32>
    %2 = nn.slice %arg0 [0, 0, 129] size [1, 4, 129] step [1, 1, 1] : tensor<1x4x258xf32>
    %3 = nn.pow %1, %0 : tensor<1x4x129xf32>, tensor<1x1x1xf32>
    %4 = nn.pow %2, %0 : tensor<1x4x129xf32>, tensor<1x1x1xf32>
    %5 = nn.add %3, %4 : tensor<1x4x129xf32>, tensor<1x4x129xf32>
    %6 = nn.sqrt %5 : tensor<1x4x129xf32>
    nn.yield %6 : tensor<1x4x129xf32>
  }
  nn.kernel @winograd_0(%arg0: tensor<1x4x129xf32>, %arg1: tensor<4x4x129x32xf32>, %arg2: tensor<128xf32>) -> (tensor<1x4x128xf32>) kind "winograd" schedule {name = "tiled"} {
    %0 = nn.conv %arg0, %arg1 <{algorithm = "winograd2", block = 32 : i64, channels = 128 : i64, dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 1>}> : tensor<1x4x129xf32>, tensor<4x4x129x32xf32>
    %1 = nn.add %0, %arg2 : tensor<1x4x128xf32>, tensor<128xf32>
    %2 = nn.relu %1 : tensor<1x4x128xf32>
    nn.yield %2 : tensor<1x4x128xf32>
  }
  nn.kernel @conv_1(%arg0: tensor<1x4x128xf32>, %arg1: tensor<2x3x128x32xf32>, %arg2: tensor<64xf32>) -> (tensor<1x2x64xf32>) kind "conv" schedule {name = "tiled"} {
    %0 = nn.conv %arg0, %arg1 <{block = 32 : i64, channels = 64 : i64, dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 2>}> : tensor<1x4x128xf32>, tensor<2x3x128x32xf32>
    %1 = nn.add %0, %arg2 : tensor<1x2x64xf32>, tensor<64xf32>
    %2 = nn.relu %1 : tensor<1x2x64xf32>
    nn.yield %2 : tensor<1x2x64xf32>
  }
  nn.kernel @conv_2(%arg0: tensor<1x2x64xf32>, %arg1: tensor<2x3x64x32xf32>, %arg2: tensor<64xf32>) -> (tensor<1x1x64xf32>) kind "conv" schedule {name = "tiled"} {
    %0 = nn.conv %arg0, %arg1 <{block = 32 : i64, channels = 64 : i64, dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 2>}> : tensor<1x2x64xf32>, tensor<2x3x64x32xf32>
    %1 = nn.add %0, %arg2 : tensor<1x1x64xf32>, tensor<64xf32>
    nn.yield %1 : tensor<1x1x64xf32>
  }
  nn.kernel @elementwise_2(%arg0: tensor<1x64x1xf32>) -> (tensor<1x64x1xf32>) kind "elementwise" schedule {name = "vectorized"} {
    %0 = nn.relu %arg0 : tensor<1x64x1xf32>
    nn.yield %0 : tensor<1x64x1xf32>
  }
  nn.kernel @conv_3(%arg0: tensor<1x1x64xf32>, %arg1: tensor<4x3x64x32xf32>, %arg2: tensor<128xf32>) -> (tensor<1x1x128xf32>) kind "conv" schedule {name = "tiled"} {
    %0 = nn.conv %arg0, %arg1 <{block = 32 : i64, channels = 128 : i64, dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 1>}> : tensor<1x1x64xf32>, tensor<4x3x64x32xf32>
    %1 = nn.add %0, %arg2 : tensor<1x1x128xf32>, tensor<128xf32>
    nn.yield %1 : tensor<1x1x128xf32>
  }
  nn.kernel @elementwise_3(%arg0: tensor<1x128x1xf32>) -> (tensor<1x128x1xf32>) kind "elementwise" schedule {name = "vectorized"} {
    %0 = nn.relu %arg0 : tensor<1x128x1xf32>
    nn.yield %0 : tensor<1x128x1xf32>
  }
  nn.kernel @cell_0(%arg0: tensor<1x128xf32>, %arg1: tensor<8x128x64xf32>, %arg2: tensor<512xf32>, %arg3: tensor<1x128xf32>, %arg4: tensor<1x128xf32>, %arg5: tensor<8x128x4x16xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>) kind "cell" schedule {name = "tiled"} {
    %0 = nn.matmul %arg0, %arg1 block 64 columns 512 : tensor<1x128xf32>, tensor<8x128x64xf32>
    %1 = nn.add %0, %arg2 : tensor<1x512xf32>, tensor<512xf32>
    %next_h, %next_c = nn.lstm_cell %1, %arg3, %arg4, %arg5 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<8x128x4x16xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
  }
  nn.kernel @matmul_0(%arg0: tensor<1x128xf32>, %arg1: tensor<1x128x8xf32>) -> (tensor<1x1xf32>) kind "matmul" schedule {name = "tiled"} {
    %0 = nn.constant dense<-0.624597728> : tensor<1xf32>
    %1 = nn.matmul %arg0, %arg1 block 8 columns 1 algorithm "direct" : tensor<1x128xf32>, tensor<1x128x8xf32>
    %2 = nn.add %1, %0 : tensor<1x1xf32>, tensor<1xf32>
    %3 = nn.sigmoid %2 : tensor<1x1xf32>
    nn.yield %3 : tensor<1x1xf32>
  }
}

