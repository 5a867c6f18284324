module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x16xi64> {nn.name = "tokens"}) -> (tensor<1x20xf32> {nn.name = "probabilities"}) attributes {nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "fc14638e96b612f6"} dense_resource<__elided__> : tensor<344x192xf32>
    %1 = nn.constant {nn.hash = "770c7ad58cc93e9b"} dense_resource<__elided__> : tensor<344x192xf32>
    %2 = nn.constant {nn.hash = "3061677c8385537a"} dense_resource<__elided__> : tensor<64xf32>
    %3 = nn.constant {nn.hash = "ef3e89f4b9f17d1e"} dense_resource<__elided__> : tensor<4x64x3x16xf32>
    %4 = nn.constant {nn.hash = "19b928c4ea8e9d12"} dense_resource<__elided__> : tensor<64xf32>
    %5 = nn.constant {nn.hash = "b067722046e93216"} dense_resource<__elided__> : tensor<4x64x3x16xf32>
    %6 = nn.constant {nn.hash = "bb1bb2b212e12707"} dense_resource<__elided__> : tensor<1x128x24xf32>
    %7 = nn.constant {nn.hash = "5373c84de077b815"} dense_resource<__elided__> : tensor<20xf32>
    %8 = nn.fused "elementwise" : tensor<1x16x192xf32> {
      %111 = nn.gather %1, %arg0 <{axis = 0 : i64}> : tensor<344x192xf32>, tensor<1x16xi64>
      nn.yield %111 : tensor<1x16x192xf32>
    }
    %9 = nn.reshape %8 : tensor<1x16x192xf32> to tensor<16x1x192xf32>
    %10 = nn.slice %9 [0, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %11 = nn.reshape %10 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %12 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %11, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 0, 0, 1>} : (tensor<1x192xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %13 = nn.slice %9 [1, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %14 = nn.reshape %13 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %15 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %14, %12, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %16 = nn.slice %9 [2, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %17 = nn.reshape %16 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %18 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %17, %15, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %19 = nn.slice %9 [3, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %20 = nn.reshape %19 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %21 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %20, %18, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %22 = nn.slice %9 [4, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %23 = nn.reshape %22 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %24 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %23, %21, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %25 = nn.slice %9 [5, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %26 = nn.reshape %25 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %27 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %26, %24, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %28 = nn.slice %9 [6, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %29 = nn.reshape %28 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %30 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %29, %27, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %31 = nn.slice %9 [7, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %32 = nn.reshape %31 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %33 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %32, %30, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %34 = nn.slice %9 [8, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %35 = nn.reshape %34 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %36 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %35, %33, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %37 = nn.slice %9 [9, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %38 = nn.reshape %37 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %39 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %38, %36, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %40 = nn.slice %9 [10, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %41 = nn.reshape %40 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %42 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %41, %39, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %43 = nn.slice %9 [11, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %44 = nn.reshape %43 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %45 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %44, %42, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %46 = nn.slice %9 [12, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %47 = nn.reshape %46 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %48 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %47, %45, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %49 = nn.slice %9 [13, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %50 = nn.reshape %49 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %51 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %50, %48, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %52 = nn.slice %9 [14, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %53 = nn.reshape %52 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %54 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %53, %51, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %55 = nn.slice %9 [15, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %56 = nn.reshape %55 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %57 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %56, %54, %5, %4 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %58 = nn.fused "elementwise" : tensor<1x16x192xf32> {
      %111 = nn.gather %0, %arg0 <{axis = 0 : i64}> : tensor<344x192xf32>, tensor<1x16xi64>
      nn.yield %111 : tensor<1x16x192xf32>
    }
    %59 = nn.reshape %58 : tensor<1x16x192xf32> to tensor<16x1x192xf32>
    %60 = nn.slice %59 [15, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %61 = nn.reshape %60 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %62 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %61, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 0, 0, 1>} : (tensor<1x192xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %63 = nn.slice %59 [14, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %64 = nn.reshape %63 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %65 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %64, %62, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %66 = nn.slice %59 [13, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %67 = nn.reshape %66 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %68 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %67, %65, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %69 = nn.slice %59 [12, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %70 = nn.reshape %69 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %71 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %70, %68, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %72 = nn.slice %59 [11, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %73 = nn.reshape %72 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %74 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %73, %71, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %75 = nn.slice %59 [10, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %76 = nn.reshape %75 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %77 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %76, %74, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %78 = nn.slice %59 [9, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %79 = nn.reshape %78 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %80 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %79, %77, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %81 = nn.slice %59 [8, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %82 = nn.reshape %81 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %83 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %82, %80, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %84 = nn.slice %59 [7, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %85 = nn.reshape %84 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %86 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %85, %83, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %87 = nn.slice %59 [6, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %88 = nn.reshape %87 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %89 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %88, %86, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %90 = nn.slice %59 [5, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %91 = nn.reshape %90 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %92 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %91, %89, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %93 = nn.slice %59 [4, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %94 = nn.reshape %93 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %95 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %94, %92, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %96 = nn.slice %59 [3, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %97 = nn.reshape %96 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %98 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %97, %95, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %99 = nn.slice %59 [2, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %100 = nn.reshape %99 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %101 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %100, %98, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %102 = nn.slice %59 [1, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %103 = nn.reshape %102 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %104 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %103, %101, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %105 = nn.slice %59 [0, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %106 = nn.reshape %105 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %107 = nn.fused "cell" : tensor<1x64xf32> {
      %111 = nn.gru_cell %106, %104, %3, %2 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
      nn.yield %111 : tensor<1x64xf32>
    }
    %108 = nn.concat %57, %107 <{axis = 1 : i64}> : tensor<1x64xf32>, tensor<1x64xf32>
    %109 = nn.fused "matmul" : tensor<1x20xf32> {
      %111 = nn.matmul %108, %6 block 24 columns 20 : tensor<1x128xf32>, tensor<1x128x24xf32>
      %112 = nn.add %111, %7 : tensor<1x20xf32>, tensor<20xf32>
      nn.yield %112 : tensor<1x20xf32>
    }
    %110 = nn.fused "reduce" : tensor<1x20xf32> {
      %111 = nn.softmax %109 <{axis = 1 : i64}> : tensor<1x20xf32>
      nn.yield %111 : tensor<1x20xf32>
    }
    return %110 : tensor<1x20xf32>
  }
}

