module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x576xf32> {nn.name = "input"}, %arg1: tensor<2x1x128xf32> {nn.name = "state", nn.state = 1 : i64}) -> (tensor<1x1xf32> {nn.name = "output"}, tensor<2x1x128xf32> {nn.name = "stateN"}) attributes {nn.fingerprint = -6146547759661801770 : i64} {
    %0 = nn.constant dense<2.000000e+00> : tensor<1x1x1xf32>
    %1 = nn.constant {nn.hash = "3d139659d99f2e40"} dense_resource<__elided__> : tensor<1x128x1xf32>
    %2 = nn.constant {nn.hash = "5c4e7531243e5e91"} dense_resource<__elided__> : tensor<1x1024xf32>
    %3 = nn.constant {nn.hash = "1f0e25f946563788"} dense_resource<__elided__> : tensor<1x512x128xf32>
    %4 = nn.constant {nn.hash = "b0d453b4e3bd1780"} dense_resource<__elided__> : tensor<1x512x128xf32>
    %5 = nn.constant {nn.hash = "721e29425a365b81"} dense_resource<__elided__> : tensor<3x64x128xf32>
    %6 = nn.constant {nn.hash = "7d2f6f5a74fa6e31"} dense_resource<__elided__> : tensor<3x64x64xf32>
    %7 = nn.constant {nn.hash = "81876b549f76a08a"} dense_resource<__elided__> : tensor<3x128x64xf32>
    %8 = nn.constant {nn.hash = "c45cc3274d1cae85"} dense_resource<__elided__> : tensor<3x129x128xf32>
    %9 = nn.constant {nn.hash = "6d37c30c31c176bb"} dense_resource<__elided__> : tensor<256x1x258xf32>
    %10 = nn.constant {nn.hash = "eedf11c0ff48e028"} dense_resource<__elided__> : tensor<128xf32>
    %11 = nn.constant {nn.hash = "8a2252914e4cd7f9"} dense_resource<__elided__> : tensor<64xf32>
    %12 = nn.constant {nn.hash = "4f44d1df97e93cd1"} dense_resource<__elided__> : tensor<64xf32>
    %13 = nn.constant {nn.hash = "627a17634224c983"} dense_resource<__elided__> : tensor<128xf32>
    %14 = nn.constant dense<-0.624597728> : tensor<1xf32>
    %15 = nn.constant dense<0.000000e+00> : tensor<f32>
    %16 = nn.pad %arg0, %15 reflect low [0, 0] high [0, 64] : tensor<1x576xf32>, tensor<f32>
    %17 = nn.reshape %16 : tensor<1x640xf32> to tensor<1x640x1xf32>
    %18 = nn.conv %17, %9 <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 0>, low = array<i64: 0>, strides = array<i64: 128>}> : tensor<1x640x1xf32>, tensor<256x1x258xf32>
    %19 = nn.slice %18 [0, 0, 0] size [1, 4, 129] step [1, 1, 1] : tensor<1x4x258xf32>
    %20 = nn.slice %18 [0, 0, 129] size [1, 4, 129] step [1, 1, 1] : tensor<1x4x258xf32>
    %21 = nn.pow %19, %0 : tensor<1x4x129xf32>, tensor<1x1x1xf32>
    %22 = nn.pow %20, %0 : tensor<1x4x129xf32>, tensor<1x1x1xf32>
    %23 = nn.add %21, %22 : tensor<1x4x129xf32>, tensor<1x4x129xf32>
    %24 = nn.sqrt %23 : tensor<1x4x129xf32>
    %25 = nn.conv %24, %8 <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 1>}> : tensor<1x4x129xf32>, tensor<3x129x128xf32>
    %26 = nn.add %25, %10 : tensor<1x4x128xf32>, tensor<128xf32>
    %27 = nn.relu %26 : tensor<1x4x128xf32>
    %28 = nn.conv %27, %7 <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 2>}> : tensor<1x4x128xf32>, tensor<3x128x64xf32>
    %29 = nn.add %28, %11 : tensor<1x2x64xf32>, tensor<64xf32>
    %30 = nn.relu %29 : tensor<1x2x64xf32>
    %31 = nn.conv %30, %6 <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 2>}> : tensor<1x2x64xf32>, tensor<3x64x64xf32>
    %32 = nn.add %31, %12 : tensor<1x1x64xf32>, tensor<64xf32>
    %33 = nn.reshape %32 : tensor<1x1x64xf32> to tensor<1x64x1xf32>
    %34 = nn.relu %33 : tensor<1x64x1xf32>
    %35 = nn.reshape %34 : tensor<1x64x1xf32> to tensor<1x1x64xf32>
    %36 = nn.conv %35, %5 <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 1>}> : tensor<1x1x64xf32>, tensor<3x64x128xf32>
    %37 = nn.add %36, %13 : tensor<1x1x128xf32>, tensor<128xf32>
    %38 = nn.reshape %37 : tensor<1x1x128xf32> to tensor<1x128x1xf32>
    %39 = nn.relu %38 : tensor<1x128x1xf32>
    %40 = nn.slice %arg1 [0, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<2x1x128xf32>
    %41 = nn.slice %arg1 [1, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<2x1x128xf32>
    %42 = nn.reshape %39 : tensor<1x128x1xf32> to tensor<1x1x128xf32>
    %y, %final_h, %final_c = nn.lstm %42, %4, %3, %2, %40, %41 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x128xf32>, tensor<1x512x128xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %43 = nn.reshape %final_h : tensor<1x1x128xf32> to tensor<1x128x1xf32>
    %44 = nn.concat %final_h, %final_c <{axis = 0 : i64}> : tensor<1x1x128xf32>, tensor<1x1x128xf32>
    %45 = nn.relu %43 : tensor<1x128x1xf32>
    %46 = nn.reshape %45 : tensor<1x128x1xf32> to tensor<1x1x128xf32>
    %47 = nn.conv %46, %1 <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 0>, low = array<i64: 0>, strides = array<i64: 1>}> : tensor<1x1x128xf32>, tensor<1x128x1xf32>
    %48 = nn.add %47, %14 : tensor<1x1x1xf32>, tensor<1xf32>
    %49 = nn.sigmoid %48 : tensor<1x1x1xf32>
    %50 = nn.reshape %49 : tensor<1x1x1xf32> to tensor<1x1xf32>
    return %50, %44 : tensor<1x1xf32>, tensor<2x1x128xf32>
  }
}

