module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x576xf32> {nn.name = "input"}, %arg1: tensor<2x1x128xf32> {nn.name = "state", nn.state = 1 : i64}) -> (tensor<1x1xf32> {nn.name = "output"}, tensor<2x1x128xf32> {nn.name = "stateN"}) attributes {nn.fingerprint = -6146547759661801770 : i64, nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "777f5dd56eb3155b"} dense_resource<__elided__> : tensor<1x128x8xf32>
    %1 = nn.constant {nn.hash = "6e34b23a2b99a0de"} dense_resource<__elided__> : tensor<512xf32>
    %2 = nn.constant {nn.hash = "1b8d3754168d28f0"} dense_resource<__elided__> : tensor<8x128x4x16xf32>
    %3 = nn.constant {nn.hash = "8ba0a515a14b0b6d"} dense_resource<__elided__> : tensor<8x128x64xf32>
    %4 = nn.constant dense<2.000000e+00> : tensor<1x1x1xf32>
    %5 = nn.constant {nn.hash = "5edcea2ae6aa3234"} dense_resource<__elided__> : tensor<4x3x64x32xf32>
    %6 = nn.constant {nn.hash = "f6ad5b0426ad1228"} dense_resource<__elided__> : tensor<2x3x64x32xf32>
    %7 = nn.constant {nn.hash = "5cd085e8da85d1d6"} dense_resource<__elided__> : tensor<2x3x128x32xf32>
    %8 = nn.constant {nn.hash = "31969ac5064a85ae"} dense_resource<__elided__> : tensor<11x256x1x24xf32>
    %9 = nn.constant {nn.hash = "eedf11c0ff48e028"} dense_resource<__elided__> : tensor<128xf32>
    %10 = nn.constant {nn.hash = "8a2252914e4cd7f9"} dense_resource<__elided__> : tensor<64xf32>
    %11 = nn.constant {nn.hash = "4f44d1df97e93cd1"} dense_resource<__elided__> : tensor<64xf32>
    %12 = nn.constant {nn.hash = "627a17634224c983"} dense_resource<__elided__> : tensor<128xf32>
    %13 = nn.constant dense<-0.624597728> : tensor<1xf32>
    %14 = nn.constant dense<0.000000e+00> : tensor<f32>
    %15 = nn.fused "elementwise" : tensor<1x640xf32> {
      %42 = nn.pad %arg0, %14 reflect low [0, 0] high [0, 64] : tensor<1x576xf32>, tensor<f32>
      nn.yield %42 : tensor<1x640xf32>
    }
    %16 = nn.reshape %15 : tensor<1x640xf32> to tensor<1x640x1xf32>
    %17 = nn.fused "conv" : tensor<1x4x258xf32> {
      %42 = nn.conv %16, %8 <{block = 24 : i64, channels = 258 : i64, dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 0>, low = array<i64: 0>, strides = array<i64: 128>}> : tensor<1x640x1xf32>, tensor<11x256x1x24xf32>
      nn.yield %42 : tensor<1x4x258xf32>
    }
    %18 = nn.fused "elementwise" : tensor<1x4x129xf32> {
      %42 = nn.slice %17 [0, 0, 0] size [1, 4, 129] step [1, 1, 1] : tensor<1x4x258xf32>
      %43 = nn.slice %17 [0, 0, 129] size [1, 4, 129] step [1, 1, 1] : tensor<1x4x258xf32>
      %44 = nn.pow %42, %4 : tensor<1x4x129xf32>, tensor<1x1x1xf32>
      %45 = nn.pow %43, %4 : tensor<1x4x129xf32>, tensor<1x1x1xf32>
      %46 = nn.add %44, %45 : tensor<1x4x129xf32>, tensor<1x4x129xf32>
      %47 = nn.sqrt %46 : tensor<1x4x129xf32>
      nn.yield %47 : tensor<1x4x129xf32>
    }
    %19 = nn.constant {nn.hash = "64fb21e2d52dae3c"} dense_resource<__elided__> : tensor<4x4x129x32xf32>
    %20 = nn.fused "winograd" : tensor<1x4x128xf32> {
      %42 = nn.conv %18, %19 <{algorithm = "winograd2", block = 32 : i64, channels = 128 : i64, dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 1>}> {nn.reason = "0.71 of direct's estimated cycles, error 1.9e-07, +64.5 KiB of weights"} : tensor<1x4x129xf32>, tensor<4x4x129x32xf32>
      %43 = nn.add %42, %9 : tensor<1x4x128xf32>, tensor<128xf32>
      %44 = nn.relu %43 : tensor<1x4x128xf32>
      nn.yield %44 : tensor<1x4x128xf32>
    }
    %21 = nn.fused "conv" : tensor<1x2x64xf32> {
      %42 = nn.conv %20, %7 <{block = 32 : i64, channels = 64 : i64, dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 2>}> {nn.reason = "winograd2 would need 1.45 of its estimated cycles"} : tensor<1x4x128xf32>, tensor<2x3x128x32xf32>
      %43 = nn.add %42, %10 : tensor<1x2x64xf32>, tensor<64xf32>
      %44 = nn.relu %43 : tensor<1x2x64xf32>
      nn.yield %44 : tensor<1x2x64xf32>
    }
    %22 = nn.fused "conv" : tensor<1x1x64xf32> {
      %42 = nn.conv %21, %6 <{block = 32 : i64, channels = 64 : i64, dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 2>}> {nn.reason = "winograd2 would need 2.94 of its estimated cycles"} : tensor<1x2x64xf32>, tensor<2x3x64x32xf32>
      %43 = nn.add %42, %11 : tensor<1x1x64xf32>, tensor<64xf32>
      nn.yield %43 : tensor<1x1x64xf32>
    }
    %23 = nn.reshape %22 : tensor<1x1x64xf32> to tensor<1x64x1xf32>
    %24 = nn.fused "elementwise" : tensor<1x64x1xf32> {
      %42 = nn.relu %23 : tensor<1x64x1xf32>
      nn.yield %42 : tensor<1x64x1xf32>
    }
    %25 = nn.reshape %24 : tensor<1x64x1xf32> to tensor<1x1x64xf32>
    %26 = nn.fused "conv" : tensor<1x1x128xf32> {
      %42 = nn.conv %25, %5 <{block = 32 : i64, channels = 128 : i64, dilations = array<i64: 1>, groups = 1 : i64, high = array<i64: 1>, low = array<i64: 1>, strides = array<i64: 1>}> {nn.reason = "winograd2 would need 2.34 of its estimated cycles"} : tensor<1x1x64xf32>, tensor<4x3x64x32xf32>
      %43 = nn.add %42, %12 : tensor<1x1x128xf32>, tensor<128xf32>
      nn.yield %43 : tensor<1x1x128xf32>
    }
    %27 = nn.reshape %26 : tensor<1x1x128xf32> to tensor<1x128x1xf32>
    %28 = nn.fused "elementwise" : tensor<1x128x1xf32> {
      %42 = nn.relu %27 : tensor<1x128x1xf32>
      nn.yield %42 : tensor<1x128x1xf32>
    }
    %29 = nn.slice %arg1 [0, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<2x1x128xf32>
    %30 = nn.slice %arg1 [1, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<2x1x128xf32>
    %31 = nn.reshape %28 : tensor<1x128x1xf32> to tensor<1x128xf32>
    %32 = nn.reshape %29 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %33 = nn.reshape %30 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %34:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %42 = nn.matmul %31, %3 block 64 columns 512 : tensor<1x128xf32>, tensor<8x128x64xf32>
      %43 = nn.add %42, %1 : tensor<1x512xf32>, tensor<512xf32>
      %next_h, %next_c = nn.lstm_cell %43, %32, %33, %2 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<8x128x4x16xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %35 = nn.reshape %34#0 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %36 = nn.reshape %34#1 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %37 = nn.reshape %34#0 : tensor<1x128xf32> to tensor<1x128x1xf32>
    %38 = nn.concat %35, %36 <{axis = 0 : i64}> : tensor<1x1x128xf32>, tensor<1x1x128xf32>
    %39 = nn.fused "elementwise" : tensor<1x128x1xf32> {
      %42 = nn.relu %37 : tensor<1x128x1xf32>
      nn.yield %42 : tensor<1x128x1xf32>
    }
    %40 = nn.reshape %39 : tensor<1x128x1xf32> to tensor<1x128xf32>
    %41 = nn.fused "matmul" : tensor<1x1xf32> {
      %42 = nn.matmul %40, %0 block 8 columns 1 algorithm "direct" {nn.reason = "strassen would need 4.72 of its estimated cycles"} : tensor<1x128xf32>, tensor<1x128x8xf32>
      %43 = nn.add %42, %13 : tensor<1x1xf32>, tensor<1xf32>
      %44 = nn.sigmoid %43 : tensor<1x1xf32>
      nn.yield %44 : tensor<1x1xf32>
    }
    return %41, %38 : tensor<1x1xf32>, tensor<2x1x128xf32>
  }
}

