module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x1x16x16xf32> {nn.name = "image"}) -> (tensor<1x10xf32> {nn.name = "logits"}) {
    %0 = nn.constant {nn.hash = "218fa1e6f5840df8"} dense_resource<__elided__> : tensor<1x512x64xf32>
    %1 = nn.constant {nn.hash = "d9d805cda7bc6035"} dense_resource<__elided__> : tensor<1x64x16xf32>
    %2 = nn.constant dense<[0.0337812714, -0.0679638907, 0.304914296, 0.100571856, 0.113355264, 0.409493357, -0.124135211, 0.484072208, -4.460010e-05, 0.0456281491, -0.310267597, -0.156819388, -0.120731875, -0.00203966815, 0.170292512, 0.0361910276]> : tensor<16xf32>
    %3 = nn.constant {nn.hash = "96d656d480215788"} dense_resource<__elided__> : tensor<32xf32>
    %4 = nn.constant {nn.hash = "95ff4e5b48badf3a"} dense_resource<__elided__> : tensor<64xf32>
    %5 = nn.constant dense<[-0.0661661252, -4.413650e-03, -0.0262615364, -0.0764978229, -0.102598384, -0.134935886, 0.0668244511, 0.0224501081, -0.0674168765, -0.0355397947]> : tensor<10xf32>
    %6 = nn.constant {nn.hash = "55590cda567558a9"} dense_resource<__elided__> : tensor<1x3x3x1x16xf32>
    %7 = nn.reshape %arg0 : tensor<1x1x16x16xf32> to tensor<1x16x16x1xf32>
    %8 = nn.fused "conv" : tensor<1x8x8x16xf32> {
      %14 = nn.conv %7, %6 <{block = 16 : i64, channels = 16 : i64, dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> {nn.reason = "winograd2 would need 2.12 of its estimated cycles"} : tensor<1x16x16x1xf32>, tensor<1x3x3x1x16xf32>
      %15 = nn.max_pool %14 <{dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>, window = array<i64: 2, 2>}> : tensor<1x16x16x16xf32>
      %16 = nn.add %15, %2 : tensor<1x8x8x16xf32>, tensor<16xf32>
      %17 = nn.relu %16 : tensor<1x8x8x16xf32>
      nn.yield %17 : tensor<1x8x8x16xf32>
    }
    %9 = nn.constant {nn.hash = "f2bf604b0a16ccd6"} dense_resource<__elided__> : tensor<1x6x6x16x32xf32>
    %10 = nn.fused "winograd" : tensor<1x4x4x32xf32> {
      %14 = nn.conv %8, %9 <{algorithm = "winograd4", block = 32 : i64, channels = 32 : i64, dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> {nn.reason = "0.40 of direct's estimated cycles, error 7.8e-07, +54.0 KiB of weights"} : tensor<1x8x8x16xf32>, tensor<1x6x6x16x32xf32>
      %15 = nn.max_pool %14 <{dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>, window = array<i64: 2, 2>}> : tensor<1x8x8x32xf32>
      %16 = nn.add %15, %3 : tensor<1x4x4x32xf32>, tensor<32xf32>
      %17 = nn.relu %16 : tensor<1x4x4x32xf32>
      nn.yield %17 : tensor<1x4x4x32xf32>
    }
    %11 = nn.reshape %10 : tensor<1x4x4x32xf32> to tensor<1x512xf32>
    %12 = nn.fused "matmul" : tensor<1x64xf32> {
      %14 = nn.matmul %11, %0 block 64 columns 64 : tensor<1x512xf32>, tensor<1x512x64xf32>
      %15 = nn.add %14, %4 : tensor<1x64xf32>, tensor<64xf32>
      %16 = nn.relu %15 : tensor<1x64xf32>
      nn.yield %16 : tensor<1x64xf32>
    }
    %13 = nn.fused "matmul" : tensor<1x10xf32> {
      %14 = nn.matmul %12, %1 block 16 columns 10 : tensor<1x64xf32>, tensor<1x64x16xf32>
      %15 = nn.add %14, %5 : tensor<1x10xf32>, tensor<10xf32>
      nn.yield %15 : tensor<1x10xf32>
    }
    return %13 : tensor<1x10xf32>
  }
}

