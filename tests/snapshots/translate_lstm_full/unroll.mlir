module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x30xi64> {nn.name = "chars"}) -> (tensor<1x10xi64> {nn.name = "tokens"}, tensor<1x10x12xf32> {nn.name = "logits"}) attributes {nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "1499aba5d83769c8"} dense_resource<__elided__> : tensor<43x512xf32>
    %1 = nn.constant {nn.hash = "13d7c0818f61fd27"} dense_resource<__elided__> : tensor<12x512xf32>
    %2 = nn.constant {nn.hash = "0711cf4d7117e933"} dense_resource<__elided__> : tensor<1x512xf32>
    %3 = nn.constant {nn.hash = "652038cd8e3d49b9"} dense_resource<__elided__> : tensor<128x4x128xf32>
    %4 = nn.constant {nn.hash = "e17aaa9543b0c080"} dense_resource<__elided__> : tensor<128x4x128xf32>
    %5 = nn.constant {nn.hash = "f6a9512e0798f4aa"} dense_resource<__elided__> : tensor<128x12xf32>
    %6 = nn.constant dense<[-0.0361940302, 0.104251869, 0.0138016762, 0.0560271814, -0.0368739329, 0.0512920432, -0.0963445901, 5.286560e-02, -0.0925629362, 0.0713439285, -0.0581355728, -0.0543156378]> : tensor<12xf32>
    %7 = nn.gather %0, %arg0 <{axis = 0 : i64}> : tensor<43x512xf32>, tensor<1x30xi64>
    %8 = nn.reshape %7 : tensor<1x30x512xf32> to tensor<30x1x512xf32>
    %9 = nn.slice %8 [0, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %10 = nn.reshape %9 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h, %next_c = nn.lstm_cell %10 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 0, 0, 0, 0>} : (tensor<1x512xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %11 = nn.slice %8 [1, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %12 = nn.reshape %11 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_0, %next_c_1 = nn.lstm_cell %12, %next_h, %next_c, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %13 = nn.slice %8 [2, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %14 = nn.reshape %13 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_2, %next_c_3 = nn.lstm_cell %14, %next_h_0, %next_c_1, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %15 = nn.slice %8 [3, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %16 = nn.reshape %15 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_4, %next_c_5 = nn.lstm_cell %16, %next_h_2, %next_c_3, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %17 = nn.slice %8 [4, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %18 = nn.reshape %17 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_6, %next_c_7 = nn.lstm_cell %18, %next_h_4, %next_c_5, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %19 = nn.slice %8 [5, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %20 = nn.reshape %19 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_8, %next_c_9 = nn.lstm_cell %20, %next_h_6, %next_c_7, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %21 = nn.slice %8 [6, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %22 = nn.reshape %21 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_10, %next_c_11 = nn.lstm_cell %22, %next_h_8, %next_c_9, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %23 = nn.slice %8 [7, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %24 = nn.reshape %23 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_12, %next_c_13 = nn.lstm_cell %24, %next_h_10, %next_c_11, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %25 = nn.slice %8 [8, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %26 = nn.reshape %25 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_14, %next_c_15 = nn.lstm_cell %26, %next_h_12, %next_c_13, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %27 = nn.slice %8 [9, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %28 = nn.reshape %27 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_16, %next_c_17 = nn.lstm_cell %28, %next_h_14, %next_c_15, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %29 = nn.slice %8 [10, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %30 = nn.reshape %29 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_18, %next_c_19 = nn.lstm_cell %30, %next_h_16, %next_c_17, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %31 = nn.slice %8 [11, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %32 = nn.reshape %31 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_20, %next_c_21 = nn.lstm_cell %32, %next_h_18, %next_c_19, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %33 = nn.slice %8 [12, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %34 = nn.reshape %33 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_22, %next_c_23 = nn.lstm_cell %34, %next_h_20, %next_c_21, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %35 = nn.slice %8 [13, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %36 = nn.reshape %35 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_24, %next_c_25 = nn.lstm_cell %36, %next_h_22, %next_c_23, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %37 = nn.slice %8 [14, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %38 = nn.reshape %37 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_26, %next_c_27 = nn.lstm_cell %38, %next_h_24, %next_c_25, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %39 = nn.slice %8 [15, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %40 = nn.reshape %39 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_28, %next_c_29 = nn.lstm_cell %40, %next_h_26, %next_c_27, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %41 = nn.slice %8 [16, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %42 = nn.reshape %41 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_30, %next_c_31 = nn.lstm_cell %42, %next_h_28, %next_c_29, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %43 = nn.slice %8 [17, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %44 = nn.reshape %43 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_32, %next_c_33 = nn.lstm_cell %44, %next_h_30, %next_c_31, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %45 = nn.slice %8 [18, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %46 = nn.reshape %45 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_34, %next_c_35 = nn.lstm_cell %46, %next_h_32, %next_c_33, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %47 = nn.slice %8 [19, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %48 = nn.reshape %47 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_36, %next_c_37 = nn.lstm_cell %48, %next_h_34, %next_c_35, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %49 = nn.slice %8 [20, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %50 = nn.reshape %49 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_38, %next_c_39 = nn.lstm_cell %50, %next_h_36, %next_c_37, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %51 = nn.slice %8 [21, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %52 = nn.reshape %51 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_40, %next_c_41 = nn.lstm_cell %52, %next_h_38, %next_c_39, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %53 = nn.slice %8 [22, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %54 = nn.reshape %53 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_42, %next_c_43 = nn.lstm_cell %54, %next_h_40, %next_c_41, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %55 = nn.slice %8 [23, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %56 = nn.reshape %55 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_44, %next_c_45 = nn.lstm_cell %56, %next_h_42, %next_c_43, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %57 = nn.slice %8 [24, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %58 = nn.reshape %57 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_46, %next_c_47 = nn.lstm_cell %58, %next_h_44, %next_c_45, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %59 = nn.slice %8 [25, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %60 = nn.reshape %59 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_48, %next_c_49 = nn.lstm_cell %60, %next_h_46, %next_c_47, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %61 = nn.slice %8 [26, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %62 = nn.reshape %61 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_50, %next_c_51 = nn.lstm_cell %62, %next_h_48, %next_c_49, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %63 = nn.slice %8 [27, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %64 = nn.reshape %63 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_52, %next_c_53 = nn.lstm_cell %64, %next_h_50, %next_c_51, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %65 = nn.slice %8 [28, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %66 = nn.reshape %65 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_54, %next_c_55 = nn.lstm_cell %66, %next_h_52, %next_c_53, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %67 = nn.slice %8 [29, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %68 = nn.reshape %67 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_56, %next_c_57 = nn.lstm_cell %68, %next_h_54, %next_c_55, %4 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %next_h_58, %next_c_59 = nn.lstm_cell %2, %next_h_56, %next_c_57, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %69 = nn.reshape %next_h_58 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %70 = nn.matmul %69, %5 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %71 = nn.add %70, %6 : tensor<1x1x12xf32>, tensor<12xf32>
    %72 = nn.arg_reduce max %71 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %73 = nn.reshape %72 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %74 = nn.gather %1, %73 <{axis = 0 : i64}> : tensor<12x512xf32>, tensor<1x1xi64>
    %75 = nn.reshape %74 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_60, %next_c_61 = nn.lstm_cell %75, %next_h_58, %next_c_59, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %76 = nn.reshape %next_h_60 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %77 = nn.matmul %76, %5 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %78 = nn.add %77, %6 : tensor<1x1x12xf32>, tensor<12xf32>
    %79 = nn.arg_reduce max %78 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %80 = nn.reshape %79 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %81 = nn.gather %1, %80 <{axis = 0 : i64}> : tensor<12x512xf32>, tensor<1x1xi64>
    %82 = nn.reshape %81 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_62, %next_c_63 = nn.lstm_cell %82, %next_h_60, %next_c_61, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %83 = nn.reshape %next_h_62 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %84 = nn.matmul %83, %5 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %85 = nn.add %84, %6 : tensor<1x1x12xf32>, tensor<12xf32>
    %86 = nn.arg_reduce max %85 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %87 = nn.reshape %86 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %88 = nn.gather %1, %87 <{axis = 0 : i64}> : tensor<12x512xf32>, tensor<1x1xi64>
    %89 = nn.reshape %88 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_64, %next_c_65 = nn.lstm_cell %89, %next_h_62, %next_c_63, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %90 = nn.reshape %next_h_64 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %91 = nn.matmul %90, %5 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %92 = nn.add %91, %6 : tensor<1x1x12xf32>, tensor<12xf32>
    %93 = nn.arg_reduce max %92 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %94 = nn.reshape %93 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %95 = nn.gather %1, %94 <{axis = 0 : i64}> : tensor<12x512xf32>, tensor<1x1xi64>
    %96 = nn.reshape %95 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_66, %next_c_67 = nn.lstm_cell %96, %next_h_64, %next_c_65, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %97 = nn.reshape %next_h_66 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %98 = nn.matmul %97, %5 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %99 = nn.add %98, %6 : tensor<1x1x12xf32>, tensor<12xf32>
    %100 = nn.arg_reduce max %99 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %101 = nn.reshape %100 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %102 = nn.gather %1, %101 <{axis = 0 : i64}> : tensor<12x512xf32>, tensor<1x1xi64>
    %103 = nn.reshape %102 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_68, %next_c_69 = nn.lstm_cell %103, %next_h_66, %next_c_67, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %104 = nn.reshape %next_h_68 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %105 = nn.matmul %104, %5 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %106 = nn.add %105, %6 : tensor<1x1x12xf32>, tensor<12xf32>
    %107 = nn.arg_reduce max %106 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %108 = nn.reshape %107 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %109 = nn.gather %1, %108 <{axis = 0 : i64}> : tensor<12x512xf32>, tensor<1x1xi64>
    %110 = nn.reshape %109 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_70, %next_c_71 = nn.lstm_cell %110, %next_h_68, %next_c_69, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %111 = nn.reshape %next_h_70 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %112 = nn.matmul %111, %5 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %113 = nn.add %112, %6 : tensor<1x1x12xf32>, tensor<12xf32>
    %114 = nn.arg_reduce max %113 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %115 = nn.reshape %114 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %116 = nn.gather %1, %115 <{axis = 0 : i64}> : tensor<12x512xf32>, tensor<1x1xi64>
    %117 = nn.reshape %116 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_72, %next_c_73 = nn.lstm_cell %117, %next_h_70, %next_c_71, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %118 = nn.reshape %next_h_72 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %119 = nn.matmul %118, %5 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %120 = nn.add %119, %6 : tensor<1x1x12xf32>, tensor<12xf32>
    %121 = nn.arg_reduce max %120 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %122 = nn.reshape %121 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %123 = nn.gather %1, %122 <{axis = 0 : i64}> : tensor<12x512xf32>, tensor<1x1xi64>
    %124 = nn.reshape %123 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_74, %next_c_75 = nn.lstm_cell %124, %next_h_72, %next_c_73, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %125 = nn.reshape %next_h_74 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %126 = nn.matmul %125, %5 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %127 = nn.add %126, %6 : tensor<1x1x12xf32>, tensor<12xf32>
    %128 = nn.arg_reduce max %127 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %129 = nn.reshape %128 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %130 = nn.gather %1, %129 <{axis = 0 : i64}> : tensor<12x512xf32>, tensor<1x1xi64>
    %131 = nn.reshape %130 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %next_h_76, %next_c_77 = nn.lstm_cell %131, %next_h_74, %next_c_75, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<128x4x128xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %132 = nn.reshape %next_h_76 : tensor<1x128xf32> to tensor<1x1x128xf32>
    %133 = nn.matmul %132, %5 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %134 = nn.add %133, %6 : tensor<1x1x12xf32>, tensor<12xf32>
    %135 = nn.arg_reduce max %134 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %136 = nn.reshape %135 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %137 = nn.concat %73, %80, %87, %94, %101, %108, %115, %122, %129, %136 <{axis = 1 : i64}> : tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>
    %138 = nn.concat %71, %78, %85, %92, %99, %106, %113, %120, %127, %134 <{axis = 1 : i64}> : tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>
    return %137, %138 : tensor<1x10xi64>, tensor<1x10x12xf32>
  }
}

