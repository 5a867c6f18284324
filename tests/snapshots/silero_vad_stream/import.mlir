module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x576xf32> {nn.name = "input"}, %arg1: tensor<2x1x128xf32> {nn.name = "state", nn.state = 1 : i64}) -> (tensor<1x1xf32> {nn.name = "output"}, tensor<2x1x128xf32> {nn.name = "stateN"}) attributes {nn.fingerprint = -6146547759661801770 : i64} {
    %0 = nn.constant {nn.hash = "eedf11c0ff48e028"} dense_resource<__elided__> : tensor<128xf32>
    %1 = nn.constant {nn.hash = "8a2252914e4cd7f9"} dense_resource<__elided__> : tensor<64xf32>
    %2 = nn.constant {nn.hash = "4f44d1df97e93cd1"} dense_resource<__elided__> : tensor<64xf32>
    %3 = nn.constant {nn.hash = "627a17634224c983"} dense_resource<__elided__> : tensor<128xf32>
    %4 = nn.constant dense<-0.624597728> : tensor<1xf32>
    %5 = nn.constant dense<0> : tensor<i64>
    %6 = nn.constant dense<1> : tensor<i64>
    %7 = nn.constant dense<0.000000e+00> : tensor<f32>
    %8 = nn.pad %arg0, %7 reflect low [0, 0] high [0, 64] : tensor<1x576xf32>, tensor<f32>
    %9 = nn.reshape %8 : tensor<1x640xf32> to tensor<1x1x640xf32>
    %10 = nn.constant {nn.hash = "6d37c30c31c176bb"} dense_resource<__elided__> : tensor<256x1x258xf32>
    %11 = nn.transpose %9 [0, 2, 1] : tensor<1x1x640xf32>
    %12 = nn.conv %11, %10 <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 0>, low = array<i64: 0>, strides = array<i64: 128>}> : tensor<1x640x1xf32>, tensor<256x1x258xf32>
    %13 = nn.transpose %12 [0, 2, 1] : tensor<1x4x258xf32>
    %14 = nn.slice %13 [0, 0, 0] size [1, 258, 4] step [1, 1, 1] : tensor<1x258x4xf32>
    %15 = nn.slice %14 [0, 0, 0] size [1, 129, 4] step [1, 1, 1] : tensor<1x258x4xf32>
    %16 = nn.slice %15 [0, 0, 0] size [1, 129, 4] step [1, 1, 1] : tensor<1x129x4xf32>
    %17 = nn.slice %14 [0, 129, 0] size [1, 129, 4] step [1, 1, 1] : tensor<1x258x4xf32>
    %18 = nn.slice %17 [0, 0, 0] size [1, 129, 4] step [1, 1, 1] : tensor<1x129x4xf32>
    %19 = nn.constant dense<2.000000e+00> : tensor<f32>
    %20 = nn.pow %16, %19 : tensor<1x129x4xf32>, tensor<f32>
    %21 = nn.constant dense<2.000000e+00> : tensor<f32>
    %22 = nn.pow %18, %21 : tensor<1x129x4xf32>, tensor<f32>
    %23 = nn.add %20, %22 : tensor<1x129x4xf32>, tensor<1x129x4xf32>
    %24 = nn.sqrt %23 : tensor<1x129x4xf32>
    %25 = nn.constant {nn.hash = "c45cc3274d1cae85"} dense_resource<__elided__> : tensor<3x129x128xf32>
    %26 = nn.transpose %24 [0, 2, 1] : tensor<1x129x4xf32>
    %27 = nn.conv %26, %25 <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 1>}> : tensor<1x4x129xf32>, tensor<3x129x128xf32>
    %28 = nn.add %27, %0 : tensor<1x4x128xf32>, tensor<128xf32>
    %29 = nn.transpose %28 [0, 2, 1] : tensor<1x4x128xf32>
    %30 = nn.relu %29 : tensor<1x128x4xf32>
    %31 = nn.constant {nn.hash = "81876b549f76a08a"} dense_resource<__elided__> : tensor<3x128x64xf32>
    %32 = nn.transpose %30 [0, 2, 1] : tensor<1x128x4xf32>
    %33 = nn.conv %32, %31 <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 2>}> : tensor<1x4x128xf32>, tensor<3x128x64xf32>
    %34 = nn.add %33, %1 : tensor<1x2x64xf32>, tensor<64xf32>
    %35 = nn.transpose %34 [0, 2, 1] : tensor<1x2x64xf32>
    %36 = nn.relu %35 : tensor<1x64x2xf32>
    %37 = nn.constant {nn.hash = "7d2f6f5a74fa6e31"} dense_resource<__elided__> : tensor<3x64x64xf32>
    %38 = nn.transpose %36 [0, 2, 1] : tensor<1x64x2xf32>
    %39 = nn.conv %38, %37 <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 2>}> : tensor<1x2x64xf32>, tensor<3x64x64xf32>
    %40 = nn.add %39, %2 : tensor<1x1x64xf32>, tensor<64xf32>
    %41 = nn.transpose %40 [0, 2, 1] : tensor<1x1x64xf32>
    %42 = nn.relu %41 : tensor<1x64x1xf32>
    %43 = nn.constant {nn.hash = "721e29425a365b81"} dense_resource<__elided__> : tensor<3x64x128xf32>
    %44 = nn.transpose %42 [0, 2, 1] : tensor<1x64x1xf32>
    %45 = nn.conv %44, %43 <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 1>}> : tensor<1x1x64xf32>, tensor<3x64x128xf32>
    %46 = nn.add %45, %3 : tensor<1x1x128xf32>, tensor<128xf32>
    %47 = nn.transpose %46 [0, 2, 1] : tensor<1x1x128xf32>
    %48 = nn.relu %47 : tensor<1x128x1xf32>
    %49 = nn.reshape %48 : tensor<1x128x1xf32> to tensor<1x128xf32>
    %50 = nn.gather %arg1, %5 <{axis = 0 : i64}> : tensor<2x1x128xf32>, tensor<i64>
    %51 = nn.gather %arg1, %6 <{axis = 0 : i64}> : tensor<2x1x128xf32>, tensor<i64>
    %52 = nn.reshape %49 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %53 = nn.reshape %50 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %54 = nn.reshape %51 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %55 = nn.constant {nn.hash = "b0d453b4e3bd1780"} dense_resource<__elided__> : tensor<1x512x128xf32>
    %56 = nn.constant {nn.hash = "1f0e25f946563788"} dense_resource<__elided__> : tensor<1x512x128xf32>
    %57 = nn.constant {nn.hash = "5c4e7531243e5e91"} dense_resource<__elided__> : tensor<1x1024xf32>
    %y, %final_h, %final_c = nn.lstm %52, %55, %56, %57, %53, %54 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x128xf32>, tensor<1x512x128xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %58 = nn.reshape %final_h : tensor<1x1x128xf32> to tensor<1x128xf32>
    %59 = nn.reshape %final_c : tensor<1x1x128xf32> to tensor<1x128xf32>
    %60 = nn.reshape %58 : tensor<1x128xf32> to tensor<1x128x1xf32>
    %61 = nn.reshape %58 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %62 = nn.reshape %59 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %63 = nn.concat %61, %62 <{axis = 0 : i64}> : tensor<1x1x128xf32>, tensor<1x1x128xf32>
    %64 = nn.relu %60 : tensor<1x128x1xf32>
    %65 = nn.constant {nn.hash = "3d139659d99f2e40"} dense_resource<__elided__> : tensor<1x128x1xf32>
    %66 = nn.transpose %64 [0, 2, 1] : tensor<1x128x1xf32>
    %67 = nn.conv %66, %65 <{dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 0>, low = array<i64: 0>, strides = array<i64: 1>}> : tensor<1x1x128xf32>, tensor<1x128x1xf32>
    %68 = nn.add %67, %4 : tensor<1x1x1xf32>, tensor<1xf32>
    %69 = nn.transpose %68 [0, 2, 1] : tensor<1x1x1xf32>
    %70 = nn.sigmoid %69 : tensor<1x1x1xf32>
    %71 = nn.reshape %70 : tensor<1x1x1xf32> to tensor<1x1xf32>
    %72 = nn.reduce sum %71 [1] <{keep = false}> : tensor<1x1xf32>
    %73 = nn.constant dense<1.000000e+00> : tensor<f32>
    %74 = nn.div %72, %73 : tensor<1xf32>, tensor<f32>
    %75 = nn.reshape %74 : tensor<1xf32> to tensor<1x1xf32>
    return %75, %63 : tensor<1x1xf32>, tensor<2x1x128xf32>
  }
}

