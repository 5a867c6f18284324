module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x30xi64> {nn.name = "chars"}) -> (tensor<1x1x128xf32> {nn.name = "h"}, tensor<1x1x128xf32> {nn.name = "c"}) attributes {nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "1499aba5d83769c8"} dense_resource<__elided__> : tensor<43x512xf32>
    %1 = nn.constant {nn.hash = "e17aaa9543b0c080"} dense_resource<__elided__> : tensor<128x4x128xf32>
    %2 = nn.gather %0, %arg0 <{axis = 0 : i64}> : tensor<43x512xf32>, tensor<1x30xi64>
    %3 = nn.reshape %2 : tensor<1x30x512xf32> to tensor<30x1x512xf32>
    %4 = nn.slice %3 [0, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %5 = nn.reshape %4 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h, %next_c = nn.lstm_cell %5 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 0, 0, 0, 0>} : (tensor<1x512xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %6 = nn.slice %3 [1, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %7 = nn.reshape %6 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_0, %next_c_1 = nn.lstm_cell %7, %next_h, %next_c, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %8 = nn.slice %3 [2, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %9 = nn.reshape %8 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_2, %next_c_3 = nn.lstm_cell %9, %next_h_0, %next_c_1, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %10 = nn.slice %3 [3, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %11 = nn.reshape %10 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_4, %next_c_5 = nn.lstm_cell %11, %next_h_2, %next_c_3, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %12 = nn.slice %3 [4, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %13 = nn.reshape %12 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_6, %next_c_7 = nn.lstm_cell %13, %next_h_4, %next_c_5, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %14 = nn.slice %3 [5, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %15 = nn.reshape %14 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_8, %next_c_9 = nn.lstm_cell %15, %next_h_6, %next_c_7, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %16 = nn.slice %3 [6, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %17 = nn.reshape %16 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_10, %next_c_11 = nn.lstm_cell %17, %next_h_8, %next_c_9, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %18 = nn.slice %3 [7, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %19 = nn.reshape %18 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_12, %next_c_13 = nn.lstm_cell %19, %next_h_10, %next_c_11, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %20 = nn.slice %3 [8, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %21 = nn.reshape %20 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_14, %next_c_15 = nn.lstm_cell %21, %next_h_12, %next_c_13, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %22 = nn.slice %3 [9, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %23 = nn.reshape %22 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_16, %next_c_17 = nn.lstm_cell %23, %next_h_14, %next_c_15, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %24 = nn.slice %3 [10, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %25 = nn.reshape %24 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_18, %next_c_19 = nn.lstm_cell %25, %next_h_16, %next_c_17, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %26 = nn.slice %3 [11, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %27 = nn.reshape %26 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_20, %next_c_21 = nn.lstm_cell %27, %next_h_18, %next_c_19, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %28 = nn.slice %3 [12, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %29 = nn.reshape %28 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_22, %next_c_23 = nn.lstm_cell %29, %next_h_20, %next_c_21, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %30 = nn.slice %3 [13, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %31 = nn.reshape %30 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_24, %next_c_25 = nn.lstm_cell %31, %next_h_22, %next_c_23, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %32 = nn.slice %3 [14, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %33 = nn.reshape %32 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_26, %next_c_27 = nn.lstm_cell %33, %next_h_24, %next_c_25, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %34 = nn.slice %3 [15, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %35 = nn.reshape %34 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_28, %next_c_29 = nn.lstm_cell %35, %next_h_26, %next_c_27, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %36 = nn.slice %3 [16, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %37 = nn.reshape %36 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_30, %next_c_31 = nn.lstm_cell %37, %next_h_28, %next_c_29, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %38 = nn.slice %3 [17, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %39 = nn.reshape %38 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_32, %next_c_33 = nn.lstm_cell %39, %next_h_30, %next_c_31, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %40 = nn.slice %3 [18, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %41 = nn.reshape %40 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_34, %next_c_35 = nn.lstm_cell %41, %next_h_32, %next_c_33, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %42 = nn.slice %3 [19, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %43 = nn.reshape %42 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_36, %next_c_37 = nn.lstm_cell %43, %next_h_34, %next_c_35, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %44 = nn.slice %3 [20, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %45 = nn.reshape %44 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_38, %next_c_39 = nn.lstm_cell %45, %next_h_36, %next_c_37, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %46 = nn.slice %3 [21, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %47 = nn.reshape %46 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_40, %next_c_41 = nn.lstm_cell %47, %next_h_38, %next_c_39, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %48 = nn.slice %3 [22, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %49 = nn.reshape %48 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_42, %next_c_43 = nn.lstm_cell %49, %next_h_40, %next_c_41, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %50 = nn.slice %3 [23, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %51 = nn.reshape %50 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_44, %next_c_45 = nn.lstm_cell %51, %next_h_42, %next_c_43, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %52 = nn.slice %3 [24, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %53 = nn.reshape %52 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_46, %next_c_47 = nn.lstm_cell %53, %next_h_44, %next_c_45, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %54 = nn.slice %3 [25, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %55 = nn.reshape %54 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_48, %next_c_49 = nn.lstm_cell %55, %next_h_46, %next_c_47, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %56 = nn.slice %3 [26, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %57 = nn.reshape %56 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_50, %next_c_51 = nn.lstm_cell %57, %next_h_48, %next_c_49, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %58 = nn.slice %3 [27, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %59 = nn.reshape %58 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_52, %next_c_53 = nn.lstm_cell %59, %next_h_50, %next_c_51, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %60 = nn.slice %3 [28, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %61 = nn.reshape %60 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_54, %next_c_55 = nn.lstm_cell %61, %next_h_52, %next_c_53, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %62 = nn.slice %3 [29, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %63 = nn.reshape %62 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_56, %next_c_57 = nn.lstm_cell %63, %next_h_54, %next_c_55, %1 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %64 = nn.reshape %next_h_56 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %65 = nn.reshape %next_c_57 : tensor<1x128xf32> to tensor<1x1x128xf32>
    return %64, %65 : tensor<1x1x128xf32>, tensor<1x1x128xf32>
  }
}

