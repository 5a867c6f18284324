module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x30xi64> {nn.name = "chars"}) -> (tensor<1x1x128xf32> {nn.name = "h"}, tensor<1x1x128xf32> {nn.name = "c"}) attributes {nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "1499aba5d83769c8"} dense_resource<__elided__> : tensor<43x512xf32>
    %1 = nn.constant {nn.hash = "ada4bfb5f7b98664"} dense_resource<__elided__> : tensor<16x128x4x8xf32>
    %2 = nn.fused "elementwise" : tensor<1x30x512xf32> {
      %96 = nn.gather %0, %arg0 <{axis = 0 : i64}> : tensor<43x512xf32>, tensor<1x30xi64>
      nn.yield %96 : tensor<1x30x512xf32>
    }
    %3 = nn.reshape %2 : tensor<1x30x512xf32> to tensor<30x1x512xf32>
    %4 = nn.slice %3 [0, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %5 = nn.reshape %4 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %6:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %5 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 0, 0, 0, 0>} : (tensor<1x512xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %7 = nn.slice %3 [1, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %8 = nn.reshape %7 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %9:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %8, %6#0, %6#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %10 = nn.slice %3 [2, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %11 = nn.reshape %10 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %12:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %11, %9#0, %9#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %13 = nn.slice %3 [3, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %14 = nn.reshape %13 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %15:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %14, %12#0, %12#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %16 = nn.slice %3 [4, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %17 = nn.reshape %16 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %18:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %17, %15#0, %15#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %19 = nn.slice %3 [5, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %20 = nn.reshape %19 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %21:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %20, %18#0, %18#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %22 = nn.slice %3 [6, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %23 = nn.reshape %22 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %24:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %23, %21#0, %21#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %25 = nn.slice %3 [7, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %26 = nn.reshape %25 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %27:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %26, %24#0, %24#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %28 = nn.slice %3 [8, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %29 = nn.reshape %28 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %30:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %29, %27#0, %27#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %31 = nn.slice %3 [9, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %32 = nn.reshape %31 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %33:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %32, %30#0, %30#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %34 = nn.slice %3 [10, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %35 = nn.reshape %34 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %36:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %35, %33#0, %33#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %37 = nn.slice %3 [11, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %38 = nn.reshape %37 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %39:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %38, %36#0, %36#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %40 = nn.slice %3 [12, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %41 = nn.reshape %40 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %42:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %41, %39#0, %39#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %43 = nn.slice %3 [13, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %44 = nn.reshape %43 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %45:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %44, %42#0, %42#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %46 = nn.slice %3 [14, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %47 = nn.reshape %46 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %48:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %47, %45#0, %45#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %49 = nn.slice %3 [15, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %50 = nn.reshape %49 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %51:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %50, %48#0, %48#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %52 = nn.slice %3 [16, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %53 = nn.reshape %52 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %54:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %53, %51#0, %51#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %55 = nn.slice %3 [17, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %56 = nn.reshape %55 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %57:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %56, %54#0, %54#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %58 = nn.slice %3 [18, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %59 = nn.reshape %58 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %60:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %59, %57#0, %57#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %61 = nn.slice %3 [19, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %62 = nn.reshape %61 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %63:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %62, %60#0, %60#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %64 = nn.slice %3 [20, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %65 = nn.reshape %64 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %66:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %65, %63#0, %63#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %67 = nn.slice %3 [21, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %68 = nn.reshape %67 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %69:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %68, %66#0, %66#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %70 = nn.slice %3 [22, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %71 = nn.reshape %70 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %72:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %71, %69#0, %69#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %73 = nn.slice %3 [23, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %74 = nn.reshape %73 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %75:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %74, %72#0, %72#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %76 = nn.slice %3 [24, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %77 = nn.reshape %76 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %78:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %77, %75#0, %75#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %79 = nn.slice %3 [25, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %80 = nn.reshape %79 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %81:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %80, %78#0, %78#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %82 = nn.slice %3 [26, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %83 = nn.reshape %82 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %84:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %83, %81#0, %81#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %85 = nn.slice %3 [27, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %86 = nn.reshape %85 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %87:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %86, %84#0, %84#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %88 = nn.slice %3 [28, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %89 = nn.reshape %88 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %90:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %89, %87#0, %87#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %91 = nn.slice %3 [29, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %92 = nn.reshape %91 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %93:2 = nn.fused "cell" : tensor<1x128xf32>, tensor<1x128xf32> {
      %next_h, %next_c = nn.lstm_cell %92, %90#0, %90#1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
      nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
    }
    %94 = nn.reshape %93#0 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %95 = nn.reshape %93#1 : tensor<1x128xf32> to tensor<1x1x128xf32>
    return %94, %95 : tensor<1x1x128xf32>, tensor<1x1x128xf32>
  }
}

