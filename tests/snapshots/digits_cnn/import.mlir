module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x1x16x16xf32> {nn.name = "image"}) -> (tensor<1x10xf32> {nn.name = "logits"}) {
    %0 = nn.constant dense<[0.0337812714, -0.0679638907, 0.304914296, 0.100571856, 0.113355264, 0.409493357, -0.124135211, 0.484072208, -4.460010e-05, 0.0456281491, -0.310267597, -0.156819388, -0.120731875, -0.00203966815, 0.170292512, 0.0361910276]> : tensor<16xf32>
    %1 = nn.constant {nn.hash = "96d656d480215788"} dense_resource<__elided__> : tensor<32xf32>
    %2 = nn.constant {nn.hash = "95ff4e5b48badf3a"} dense_resource<__elided__> : tensor<64xf32>
    %3 = nn.constant dense<[-0.0661661252, -4.413650e-03, -0.0262615364, -0.0764978229, -0.102598384, -0.134935886, 0.0668244511, 0.0224501081, -0.0674168765, -0.0355397947]> : tensor<10xf32>
    %4 = nn.constant {nn.hash = "55590cda567558a9"} dense_resource<__elided__> : tensor<3x3x1x16xf32>
    %5 = nn.transpose %arg0 [0, 2, 3, 1] : tensor<1x1x16x16xf32>
    %6 = nn.conv %5, %4 <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : tensor<1x16x16x1xf32>, tensor<3x3x1x16xf32>
    %7 = nn.add %6, %0 : tensor<1x16x16x16xf32>, tensor<16xf32>
    %8 = nn.transpose %7 [0, 3, 1, 2] : tensor<1x16x16x16xf32>
    %9 = nn.relu %8 : tensor<1x16x16x16xf32>
    %10 = nn.transpose %9 [0, 2, 3, 1] : tensor<1x16x16x16xf32>
    %11 = nn.max_pool %10 <{dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>, window = array<i64: 2, 2>}> : tensor<1x16x16x16xf32>
    %12 = nn.transpose %11 [0, 3, 1, 2] : tensor<1x8x8x16xf32>
    %13 = nn.constant {nn.hash = "6dbb06e2b70c8f60"} dense_resource<__elided__> : tensor<3x3x16x32xf32>
    %14 = nn.transpose %12 [0, 2, 3, 1] : tensor<1x16x8x8xf32>
    %15 = nn.conv %14, %13 <{dilations = array<i64: 1, 1>, groups = 1 : i64, high = array<i64: 1, 1>, low = array<i64: 1, 1>, strides = array<i64: 1, 1>}> : tensor<1x8x8x16xf32>, tensor<3x3x16x32xf32>
    %16 = nn.add %15, %1 : tensor<1x8x8x32xf32>, tensor<32xf32>
    %17 = nn.transpose %16 [0, 3, 1, 2] : tensor<1x8x8x32xf32>
    %18 = nn.relu %17 : tensor<1x32x8x8xf32>
    %19 = nn.transpose %18 [0, 2, 3, 1] : tensor<1x32x8x8xf32>
    %20 = nn.max_pool %19 <{dilations = array<i64: 1, 1>, high = array<i64: 0, 0>, low = array<i64: 0, 0>, strides = array<i64: 2, 2>, window = array<i64: 2, 2>}> : tensor<1x8x8x32xf32>
    %21 = nn.transpose %20 [0, 3, 1, 2] : tensor<1x4x4x32xf32>
    %22 = nn.reshape %21 : tensor<1x32x4x4xf32> to tensor<1x512xf32>
    %23 = nn.constant {nn.hash = "34cc97e3bf56b823"} dense_resource<__elided__> : tensor<512x64xf32>
    %24 = nn.matmul %22, %23 : tensor<1x512xf32>, tensor<512x64xf32>
    %25 = nn.add %24, %2 : tensor<1x64xf32>, tensor<64xf32>
    %26 = nn.relu %25 : tensor<1x64xf32>
    %27 = nn.constant {nn.hash = "4d1705b3a9c9c9af"} dense_resource<__elided__> : tensor<64x10xf32>
    %28 = nn.matmul %26, %27 : tensor<1x64xf32>, tensor<64x10xf32>
    %29 = nn.add %28, %3 : tensor<1x10xf32>, tensor<10xf32>
    return %29 : tensor<1x10xf32>
  }
}

