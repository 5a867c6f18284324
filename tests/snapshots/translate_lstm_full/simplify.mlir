module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x30xi64> {nn.name = "chars"}) -> (tensor<1x10xi64> {nn.name = "tokens"}, tensor<1x10x12xf32> {nn.name = "logits"}) {
    %0 = nn.constant {nn.hash = "71ce5978aebfb667"} dense_resource<__elided__> : tensor<43x32xf32>
    %1 = nn.constant {nn.hash = "789b4335bacabe77"} dense_resource<__elided__> : tensor<1x512x32xf32>
    %2 = nn.constant {nn.hash = "346f09eaebe92e17"} dense_resource<__elided__> : tensor<1x512x128xf32>
    %3 = nn.constant {nn.hash = "d6ed39c9f60dd33c"} dense_resource<__elided__> : tensor<1x1024xf32>
    %4 = nn.constant {nn.hash = "47aaa27d32e8dbe1"} dense_resource<__elided__> : tensor<1x1x32xf32>
    %5 = nn.constant {nn.hash = "305b77f0569c3463"} dense_resource<__elided__> : tensor<1x512x32xf32>
    %6 = nn.constant {nn.hash = "a2944897c711de6f"} dense_resource<__elided__> : tensor<1x512x128xf32>
    %7 = nn.constant {nn.hash = "f982fb810155600d"} dense_resource<__elided__> : tensor<1x1024xf32>
    %8 = nn.constant {nn.hash = "f6a9512e0798f4aa"} dense_resource<__elided__> : tensor<128x12xf32>
    %9 = nn.constant dense<[-0.0361940302, 0.104251869, 0.0138016762, 0.0560271814, -0.0368739329, 0.0512920432, -0.0963445901, 5.286560e-02, -0.0925629362, 0.0713439285, -0.0581355728, -0.0543156378]> : tensor<12xf32>
    %10 = nn.constant {nn.hash = "04bcd7e5391b0bf8"} dense_resource<__elided__> : tensor<12x32xf32>
    %11 = nn.gather %0, %arg0 <{axis = 0 : i64}> : tensor<43x32xf32>, tensor<1x30xi64>
    %12 = nn.reshape %11 : tensor<1x30x32xf32> to tensor<30x1x32xf32>
    %y, %final_h, %final_c = nn.lstm %12, %1, %2, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0, 0, 0>} : (tensor<30x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>) -> (tensor<30x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %y_0, %final_h_1, %final_c_2 = nn.lstm %4, %5, %6, %7, %final_h, %final_c {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %13 = nn.reshape %y_0 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %14 = nn.matmul %13, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %15 = nn.add %14, %9 : tensor<1x1x12xf32>, tensor<12xf32>
    %16 = nn.arg_reduce max %15 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %17 = nn.reshape %16 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %18 = nn.gather %10, %17 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %y_3, %final_h_4, %final_c_5 = nn.lstm %18, %5, %6, %7, %final_h_1, %final_c_2 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %19 = nn.reshape %y_3 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %20 = nn.matmul %19, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %21 = nn.add %20, %9 : tensor<1x1x12xf32>, tensor<12xf32>
    %22 = nn.arg_reduce max %21 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %23 = nn.reshape %22 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %24 = nn.gather %10, %23 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %y_6, %final_h_7, %final_c_8 = nn.lstm %24, %5, %6, %7, %final_h_4, %final_c_5 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %25 = nn.reshape %y_6 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %26 = nn.matmul %25, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %27 = nn.add %26, %9 : tensor<1x1x12xf32>, tensor<12xf32>
    %28 = nn.arg_reduce max %27 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %29 = nn.reshape %28 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %30 = nn.gather %10, %29 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %y_9, %final_h_10, %final_c_11 = nn.lstm %30, %5, %6, %7, %final_h_7, %final_c_8 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %31 = nn.reshape %y_9 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %32 = nn.matmul %31, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %33 = nn.add %32, %9 : tensor<1x1x12xf32>, tensor<12xf32>
    %34 = nn.arg_reduce max %33 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %35 = nn.reshape %34 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %36 = nn.gather %10, %35 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %y_12, %final_h_13, %final_c_14 = nn.lstm %36, %5, %6, %7, %final_h_10, %final_c_11 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %37 = nn.reshape %y_12 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %38 = nn.matmul %37, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %39 = nn.add %38, %9 : tensor<1x1x12xf32>, tensor<12xf32>
    %40 = nn.arg_reduce max %39 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %41 = nn.reshape %40 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %42 = nn.gather %10, %41 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %y_15, %final_h_16, %final_c_17 = nn.lstm %42, %5, %6, %7, %final_h_13, %final_c_14 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %43 = nn.reshape %y_15 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %44 = nn.matmul %43, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %45 = nn.add %44, %9 : tensor<1x1x12xf32>, tensor<12xf32>
    %46 = nn.arg_reduce max %45 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %47 = nn.reshape %46 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %48 = nn.gather %10, %47 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %y_18, %final_h_19, %final_c_20 = nn.lstm %48, %5, %6, %7, %final_h_16, %final_c_17 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %49 = nn.reshape %y_18 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %50 = nn.matmul %49, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %51 = nn.add %50, %9 : tensor<1x1x12xf32>, tensor<12xf32>
    %52 = nn.arg_reduce max %51 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %53 = nn.reshape %52 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %54 = nn.gather %10, %53 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %y_21, %final_h_22, %final_c_23 = nn.lstm %54, %5, %6, %7, %final_h_19, %final_c_20 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %55 = nn.reshape %y_21 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %56 = nn.matmul %55, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %57 = nn.add %56, %9 : tensor<1x1x12xf32>, tensor<12xf32>
    %58 = nn.arg_reduce max %57 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %59 = nn.reshape %58 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %60 = nn.gather %10, %59 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %y_24, %final_h_25, %final_c_26 = nn.lstm %60, %5, %6, %7, %final_h_22, %final_c_23 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %61 = nn.reshape %y_24 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %62 = nn.matmul %61, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %63 = nn.add %62, %9 : tensor<1x1x12xf32>, tensor<12xf32>
    %64 = nn.arg_reduce max %63 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %65 = nn.reshape %64 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %66 = nn.gather %10, %65 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %y_27, %final_h_28, %final_c_29 = nn.lstm %66, %5, %6, %7, %final_h_25, %final_c_26 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %67 = nn.reshape %y_27 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %68 = nn.matmul %67, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %69 = nn.add %68, %9 : tensor<1x1x12xf32>, tensor<12xf32>
    %70 = nn.arg_reduce max %69 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %71 = nn.reshape %70 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %72 = nn.concat %17, %23, %29, %35, %41, %47, %53, %59, %65, %71 <{axis = 1 : i64}> : tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>
    %73 = nn.concat %15, %21, %27, %33, %39, %45, %51, %57, %63, %69 <{axis = 1 : i64}> : tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>
    return %72, %73 : tensor<1x10xi64>, tensor<1x10x12xf32>
  }
}

