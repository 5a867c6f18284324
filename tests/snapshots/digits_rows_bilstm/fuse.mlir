module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x8x8xf32> {nn.name = "rows"}) -> (tensor<1x10xf32> {nn.name = "logits"}) attributes {nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "954626cb1982bc96"} dense_resource<__elided__> : tensor<128xf32>
    %1 = nn.constant {nn.hash = "fff53f394e583b96"} dense_resource<__elided__> : tensor<2x32x4x16xf32>
    %2 = nn.constant {nn.hash = "16a812f6325927dc"} dense_resource<__elided__> : tensor<4x8x32xf32>
    %3 = nn.constant {nn.hash = "c3410d365d907414"} dense_resource<__elided__> : tensor<1x64x16xf32>
    %4 = nn.constant dense<[-0.0579523817, 0.0511651114, 0.0267886501, 0.0325414576, 0.0151626915, -0.0875878781, -0.0274011604, -0.0980192497, -1.161180e-02, 0.0602348298]> : tensor<10xf32>
    %5 = nn.constant {nn.hash = "2c5d13e72479ae1c"} dense_resource<__elided__> : tensor<4x8x32xf32>
    %6 = nn.constant {nn.hash = "1145f814f49dce10"} dense_resource<__elided__> : tensor<2x32x4x16xf32>
    %7 = nn.constant {nn.hash = "c96e32d264380aec"} dense_resource<__elided__> : tensor<128xf32>
    %8 = nn.reshape %arg0 : tensor<1x8x8xf32> to tensor<8x8xf32>
    %9 = nn.fused "matmul" : tensor<8x128xf32> {
      %63 = nn.matmul %8, %5 block 32 columns 128 : tensor<8x8xf32>, tensor<4x8x32xf32>
      %64 = nn.add %63, %7 : tensor<8x128xf32>, tensor<128xf32>
      nn.yield %64 : tensor<8x128xf32>
    }
    %10 = nn.reshape %9 : tensor<8x128xf32> to tensor<8x1x128xf32>
    %11 = nn.slice %10 [0, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %12 = nn.reshape %11 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %13:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %12 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 0, 0, 0, 0>} : (tensor<1x128xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %14 = nn.slice %10 [1, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %15 = nn.reshape %14 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %16:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %15, %13#0, %13#1, %6 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %17 = nn.slice %10 [2, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %18 = nn.reshape %17 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %19:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %18, %16#0, %16#1, %6 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %20 = nn.slice %10 [3, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %21 = nn.reshape %20 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %22:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %21, %19#0, %19#1, %6 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %23 = nn.slice %10 [4, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %24 = nn.reshape %23 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %25:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %24, %22#0, %22#1, %6 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %26 = nn.slice %10 [5, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %27 = nn.reshape %26 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %28:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %27, %25#0, %25#1, %6 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %29 = nn.slice %10 [6, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %30 = nn.reshape %29 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %31:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %30, %28#0, %28#1, %6 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %32 = nn.slice %10 [7, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %33 = nn.reshape %32 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %34 = nn.fused "cell" : tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %33, %31#0, %31#1, %6 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h : tensor<1x32xf32>
    }
    %35 = nn.fused "matmul" : tensor<8x128xf32> {
      %63 = nn.matmul %8, %2 block 32 columns 128 : tensor<8x8xf32>, tensor<4x8x32xf32>
      %64 = nn.add %63, %0 : tensor<8x128xf32>, tensor<128xf32>
      nn.yield %64 : tensor<8x128xf32>
    }
    %36 = nn.reshape %35 : tensor<8x128xf32> to tensor<8x1x128xf32>
    %37 = nn.slice %36 [7, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %38 = nn.reshape %37 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %39:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %38 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 0, 0, 0, 0>} : (tensor<1x128xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %40 = nn.slice %36 [6, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %41 = nn.reshape %40 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %42:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %41, %39#0, %39#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %43 = nn.slice %36 [5, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %44 = nn.reshape %43 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %45:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %44, %42#0, %42#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %46 = nn.slice %36 [4, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %47 = nn.reshape %46 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %48:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %47, %45#0, %45#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %49 = nn.slice %36 [3, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %50 = nn.reshape %49 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %51:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %50, %48#0, %48#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %52 = nn.slice %36 [2, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %53 = nn.reshape %52 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %54:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %53, %51#0, %51#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %55 = nn.slice %36 [1, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %56 = nn.reshape %55 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %57:2 = nn.fused "cell" : tensor<1x32xf32>, tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %56, %54#0, %54#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h, %next_c : tensor<1x32xf32>, tensor<1x32xf32>
    }
    %58 = nn.slice %36 [0, 0, 0] size [1, 1, 128] step [1, 1, 1] : tensor<8x1x128xf32>
    %59 = nn.reshape %58 : tensor<1x1x128xf32> to tensor<1x128xf32>
    %60 = nn.fused "cell" : tensor<1x32xf32> {
      %next_h, %next_c = nn.lstm_cell %59, %57#0, %57#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 32 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x128xf32>, tensor<1x32xf32>, tensor<1x32xf32>, tensor<2x32x4x16xf32>) -> (tensor<1x32xf32>, tensor<1x32xf32>)
      nn.yield %next_h : tensor<1x32xf32>
    }
    %61 = nn.concat %34, %60 <{axis = 1 : i64}> : tensor<1x32xf32>, tensor<1x32xf32>
    %62 = nn.fused "matmul" : tensor<1x10xf32> {
      %63 = nn.matmul %61, %3 block 16 columns 10 : tensor<1x64xf32>, tensor<1x64x16xf32>
      %64 = nn.add %63, %4 : tensor<1x10xf32>, tensor<10xf32>
      nn.yield %64 : tensor<1x10xf32>
    }
    return %62 : tensor<1x10xf32>
  }
}

