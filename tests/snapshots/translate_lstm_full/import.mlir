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
    %12 = nn.transpose %11 [1, 0, 2] : tensor<1x30x32xf32>
    %y, %final_h, %final_c = nn.lstm %12, %1, %2, %3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 0, 0, 0>} : (tensor<30x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>) -> (tensor<30x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %y_0, %final_h_1, %final_c_2 = nn.lstm %4, %5, %6, %7, %final_h, %final_c {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %13 = nn.reshape %y_0 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %14 = nn.transpose %13 [1, 0, 2] : tensor<1x1x128xf32>
    %15 = nn.matmul %14, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %16 = nn.add %9, %15 : tensor<12xf32>, tensor<1x1x12xf32>
    %17 = nn.arg_reduce max %16 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %18 = nn.reshape %17 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %19 = nn.gather %10, %18 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %20 = nn.transpose %19 [1, 0, 2] : tensor<1x1x32xf32>
    %y_3, %final_h_4, %final_c_5 = nn.lstm %20, %5, %6, %7, %final_h_1, %final_c_2 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %21 = nn.reshape %y_3 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %22 = nn.transpose %21 [1, 0, 2] : tensor<1x1x128xf32>
    %23 = nn.matmul %22, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %24 = nn.add %9, %23 : tensor<12xf32>, tensor<1x1x12xf32>
    %25 = nn.arg_reduce max %24 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %26 = nn.reshape %25 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %27 = nn.gather %10, %26 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %28 = nn.transpose %27 [1, 0, 2] : tensor<1x1x32xf32>
    %y_6, %final_h_7, %final_c_8 = nn.lstm %28, %5, %6, %7, %final_h_4, %final_c_5 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %29 = nn.reshape %y_6 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %30 = nn.transpose %29 [1, 0, 2] : tensor<1x1x128xf32>
    %31 = nn.matmul %30, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %32 = nn.add %9, %31 : tensor<12xf32>, tensor<1x1x12xf32>
    %33 = nn.arg_reduce max %32 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %34 = nn.reshape %33 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %35 = nn.gather %10, %34 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %36 = nn.transpose %35 [1, 0, 2] : tensor<1x1x32xf32>
    %y_9, %final_h_10, %final_c_11 = nn.lstm %36, %5, %6, %7, %final_h_7, %final_c_8 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %37 = nn.reshape %y_9 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %38 = nn.transpose %37 [1, 0, 2] : tensor<1x1x128xf32>
    %39 = nn.matmul %38, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %40 = nn.add %9, %39 : tensor<12xf32>, tensor<1x1x12xf32>
    %41 = nn.arg_reduce max %40 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %42 = nn.reshape %41 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %43 = nn.gather %10, %42 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %44 = nn.transpose %43 [1, 0, 2] : tensor<1x1x32xf32>
    %y_12, %final_h_13, %final_c_14 = nn.lstm %44, %5, %6, %7, %final_h_10, %final_c_11 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %45 = nn.reshape %y_12 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %46 = nn.transpose %45 [1, 0, 2] : tensor<1x1x128xf32>
    %47 = nn.matmul %46, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %48 = nn.add %9, %47 : tensor<12xf32>, tensor<1x1x12xf32>
    %49 = nn.arg_reduce max %48 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %50 = nn.reshape %49 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %51 = nn.gather %10, %50 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %52 = nn.transpose %51 [1, 0, 2] : tensor<1x1x32xf32>
    %y_15, %final_h_16, %final_c_17 = nn.lstm %52, %5, %6, %7, %final_h_13, %final_c_14 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %53 = nn.reshape %y_15 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %54 = nn.transpose %53 [1, 0, 2] : tensor<1x1x128xf32>
    %55 = nn.matmul %54, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %56 = nn.add %9, %55 : tensor<12xf32>, tensor<1x1x12xf32>
    %57 = nn.arg_reduce max %56 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %58 = nn.reshape %57 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %59 = nn.gather %10, %58 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %60 = nn.transpose %59 [1, 0, 2] : tensor<1x1x32xf32>
    %y_18, %final_h_19, %final_c_20 = nn.lstm %60, %5, %6, %7, %final_h_16, %final_c_17 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %61 = nn.reshape %y_18 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %62 = nn.transpose %61 [1, 0, 2] : tensor<1x1x128xf32>
    %63 = nn.matmul %62, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %64 = nn.add %9, %63 : tensor<12xf32>, tensor<1x1x12xf32>
    %65 = nn.arg_reduce max %64 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %66 = nn.reshape %65 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %67 = nn.gather %10, %66 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %68 = nn.transpose %67 [1, 0, 2] : tensor<1x1x32xf32>
    %y_21, %final_h_22, %final_c_23 = nn.lstm %68, %5, %6, %7, %final_h_19, %final_c_20 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %69 = nn.reshape %y_21 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %70 = nn.transpose %69 [1, 0, 2] : tensor<1x1x128xf32>
    %71 = nn.matmul %70, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %72 = nn.add %9, %71 : tensor<12xf32>, tensor<1x1x12xf32>
    %73 = nn.arg_reduce max %72 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %74 = nn.reshape %73 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %75 = nn.gather %10, %74 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %76 = nn.transpose %75 [1, 0, 2] : tensor<1x1x32xf32>
    %y_24, %final_h_25, %final_c_26 = nn.lstm %76, %5, %6, %7, %final_h_22, %final_c_23 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %77 = nn.reshape %y_24 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %78 = nn.transpose %77 [1, 0, 2] : tensor<1x1x128xf32>
    %79 = nn.matmul %78, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %80 = nn.add %9, %79 : tensor<12xf32>, tensor<1x1x12xf32>
    %81 = nn.arg_reduce max %80 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %82 = nn.reshape %81 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %83 = nn.gather %10, %82 <{axis = 0 : i64}> : tensor<12x32xf32>, tensor<1x1xi64>
    %84 = nn.transpose %83 [1, 0, 2] : tensor<1x1x32xf32>
    %y_27, %final_h_28, %final_c_29 = nn.lstm %84, %5, %6, %7, %final_h_25, %final_c_26 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, direction = 0 : i32, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0, 1, 1, 0>} : (tensor<1x1x32xf32>, tensor<1x512x32xf32>, tensor<1x512x128xf32>, tensor<1x1024xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>) -> (tensor<1x1x1x128xf32>, tensor<1x1x128xf32>, tensor<1x1x128xf32>)
    %85 = nn.reshape %y_27 : tensor<1x1x1x128xf32> to tensor<1x1x128xf32>
    %86 = nn.transpose %85 [1, 0, 2] : tensor<1x1x128xf32>
    %87 = nn.matmul %86, %8 : tensor<1x1x128xf32>, tensor<128x12xf32>
    %88 = nn.add %9, %87 : tensor<12xf32>, tensor<1x1x12xf32>
    %89 = nn.arg_reduce max %88 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    %90 = nn.reshape %89 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %91 = nn.concat %18, %26, %34, %42, %50, %58, %66, %74, %82, %90 <{axis = 1 : i64}> : tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>
    %92 = nn.concat %16, %24, %32, %40, %48, %56, %64, %72, %80, %88 <{axis = 1 : i64}> : tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>
    return %91, %92 : tensor<1x10xi64>, tensor<1x10x12xf32>
  }
}

