module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x30xi64> {nn.name = "chars"}) -> (tensor<1x10xi64> {nn.name = "tokens"}, tensor<1x10x12xf32> {nn.name = "logits"}) attributes {nn.arena_bound = 63488 : i64, nn.arena_bytes = 63488 : i64, nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "1499aba5d83769c8", nn.index = 0 : i64} dense_resource<__elided__> : tensor<43x512xf32>
    %1 = nn.constant {nn.hash = "13d7c0818f61fd27", nn.index = 1 : i64} dense_resource<__elided__> : tensor<12x512xf32>
    %2 = nn.constant {nn.hash = "0711cf4d7117e933", nn.index = 2 : i64} dense_resource<__elided__> : tensor<1x512xf32>
    %3 = nn.constant {nn.hash = "4f5ff1934507cc4b", nn.index = 3 : i64} dense_resource<__elided__> : tensor<16x128x4x8xf32>
    %4 = nn.constant {nn.hash = "ada4bfb5f7b98664", nn.index = 4 : i64} dense_resource<__elided__> : tensor<16x128x4x8xf32>
    %5 = nn.constant {nn.hash = "7bf6944c0f80fbe9", nn.index = 5 : i64} dense_resource<__elided__> : tensor<1x128x16xf32>
    %6 = nn.constant {nn.index = 6 : i64} dense<[-0.0361940302, 0.104251869, 0.0138016762, 0.0560271814, -0.0368739329, 0.0512920432, -0.0963445901, 5.286560e-02, -0.0925629362, 0.0713439285, -0.0581355728, -0.0543156378]> : tensor<12xf32>
    %7 = nn.call @elementwise_0(%0, %arg0) {operand_slots = [#nn.slot<constant>, #nn.slot<input>], result_slots = [#nn.slot<arena>]} : (tensor<43x512xf32>, tensor<1x30xi64>) -> tensor<1x30x512xf32>
    %8 = nn.reshape %7 : tensor<1x30x512xf32> to tensor<30x1x512xf32>
    %9 = nn.slice %8 [0, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %10 = nn.reshape %9 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %11:2 = nn.call @cell_0(%10) {operand_slots = [#nn.slot<arena>], result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %12 = nn.slice %8 [1, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %13 = nn.reshape %12 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %14:2 = nn.call @cell_1(%13, %11#0, %11#1, %4) {operand_slots = [#nn.slot<arena, offset = 2048>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %15 = nn.slice %8 [2, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %16 = nn.reshape %15 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %17:2 = nn.call @cell_1(%16, %14#0, %14#1, %4) {operand_slots = [#nn.slot<arena, offset = 4096>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %18 = nn.slice %8 [3, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %19 = nn.reshape %18 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %20:2 = nn.call @cell_1(%19, %17#0, %17#1, %4) {operand_slots = [#nn.slot<arena, offset = 6144>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %21 = nn.slice %8 [4, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %22 = nn.reshape %21 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %23:2 = nn.call @cell_1(%22, %20#0, %20#1, %4) {operand_slots = [#nn.slot<arena, offset = 8192>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %24 = nn.slice %8 [5, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %25 = nn.reshape %24 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %26:2 = nn.call @cell_1(%25, %23#0, %23#1, %4) {operand_slots = [#nn.slot<arena, offset = 10240>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %27 = nn.slice %8 [6, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %28 = nn.reshape %27 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %29:2 = nn.call @cell_1(%28, %26#0, %26#1, %4) {operand_slots = [#nn.slot<arena, offset = 12288>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %30 = nn.slice %8 [7, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %31 = nn.reshape %30 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %32:2 = nn.call @cell_1(%31, %29#0, %29#1, %4) {operand_slots = [#nn.slot<arena, offset = 14336>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %33 = nn.slice %8 [8, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %34 = nn.reshape %33 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %35:2 = nn.call @cell_1(%34, %32#0, %32#1, %4) {operand_slots = [#nn.slot<arena, offset = 16384>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %36 = nn.slice %8 [9, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %37 = nn.reshape %36 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %38:2 = nn.call @cell_1(%37, %35#0, %35#1, %4) {operand_slots = [#nn.slot<arena, offset = 18432>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %39 = nn.slice %8 [10, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %40 = nn.reshape %39 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %41:2 = nn.call @cell_1(%40, %38#0, %38#1, %4) {operand_slots = [#nn.slot<arena, offset = 20480>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %42 = nn.slice %8 [11, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %43 = nn.reshape %42 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %44:2 = nn.call @cell_1(%43, %41#0, %41#1, %4) {operand_slots = [#nn.slot<arena, offset = 22528>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %45 = nn.slice %8 [12, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %46 = nn.reshape %45 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %47:2 = nn.call @cell_1(%46, %44#0, %44#1, %4) {operand_slots = [#nn.slot<arena, offset = 24576>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %48 = nn.slice %8 [13, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %49 = nn.reshape %48 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %50:2 = nn.call @cell_1(%49, %47#0, %47#1, %4) {operand_slots = [#nn.slot<arena, offset = 26624>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %51 = nn.slice %8 [14, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %52 = nn.reshape %51 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %53:2 = nn.call @cell_1(%52, %50#0, %50#1, %4) {operand_slots = [#nn.slot<arena, offset = 28672>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %54 = nn.slice %8 [15, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %55 = nn.reshape %54 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %56:2 = nn.call @cell_1(%55, %53#0, %53#1, %4) {operand_slots = [#nn.slot<arena, offset = 30720>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %57 = nn.slice %8 [16, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %58 = nn.reshape %57 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %59:2 = nn.call @cell_1(%58, %56#0, %56#1, %4) {operand_slots = [#nn.slot<arena, offset = 32768>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %60 = nn.slice %8 [17, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %61 = nn.reshape %60 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %62:2 = nn.call @cell_1(%61, %59#0, %59#1, %4) {operand_slots = [#nn.slot<arena, offset = 34816>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %63 = nn.slice %8 [18, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %64 = nn.reshape %63 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %65:2 = nn.call @cell_1(%64, %62#0, %62#1, %4) {operand_slots = [#nn.slot<arena, offset = 36864>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %66 = nn.slice %8 [19, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %67 = nn.reshape %66 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %68:2 = nn.call @cell_1(%67, %65#0, %65#1, %4) {operand_slots = [#nn.slot<arena, offset = 38912>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %69 = nn.slice %8 [20, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %70 = nn.reshape %69 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %71:2 = nn.call @cell_1(%70, %68#0, %68#1, %4) {operand_slots = [#nn.slot<arena, offset = 40960>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %72 = nn.slice %8 [21, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %73 = nn.reshape %72 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %74:2 = nn.call @cell_1(%73, %71#0, %71#1, %4) {operand_slots = [#nn.slot<arena, offset = 43008>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %75 = nn.slice %8 [22, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %76 = nn.reshape %75 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %77:2 = nn.call @cell_1(%76, %74#0, %74#1, %4) {operand_slots = [#nn.slot<arena, offset = 45056>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %78 = nn.slice %8 [23, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %79 = nn.reshape %78 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %80:2 = nn.call @cell_1(%79, %77#0, %77#1, %4) {operand_slots = [#nn.slot<arena, offset = 47104>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %81 = nn.slice %8 [24, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %82 = nn.reshape %81 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %83:2 = nn.call @cell_1(%82, %80#0, %80#1, %4) {operand_slots = [#nn.slot<arena, offset = 49152>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %84 = nn.slice %8 [25, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %85 = nn.reshape %84 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %86:2 = nn.call @cell_1(%85, %83#0, %83#1, %4) {operand_slots = [#nn.slot<arena, offset = 51200>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %87 = nn.slice %8 [26, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %88 = nn.reshape %87 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %89:2 = nn.call @cell_1(%88, %86#0, %86#1, %4) {operand_slots = [#nn.slot<arena, offset = 53248>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %90 = nn.slice %8 [27, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %91 = nn.reshape %90 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %92:2 = nn.call @cell_1(%91, %89#0, %89#1, %4) {operand_slots = [#nn.slot<arena, offset = 55296>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %93 = nn.slice %8 [28, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %94 = nn.reshape %93 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %95:2 = nn.call @cell_1(%94, %92#0, %92#1, %4) {operand_slots = [#nn.slot<arena, offset = 57344>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %96 = nn.slice %8 [29, 0, 0] size [1, 1, 512] step [1, 1, 1] : tensor<30x1x512xf32>
    %97 = nn.reshape %96 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %98:2 = nn.call @cell_1(%97, %95#0, %95#1, %4) {operand_slots = [#nn.slot<arena, offset = 59392>, #nn.slot<arena, offset = 61440>, #nn.slot<arena, offset = 61952>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %99:2 = nn.call @cell_1(%2, %98#0, %98#1, %3) {operand_slots = [#nn.slot<constant, index = 2>, #nn.slot<arena, offset = 62464>, #nn.slot<arena, offset = 62976>, #nn.slot<constant, index = 3>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 2048>, #nn.slot<arena, offset = 2560>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %100 = nn.call @matmul_0(%99#0, %5, %6) {operand_slots = [#nn.slot<arena, offset = 2048>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 6>], result_slots = [#nn.slot<output, index = 1>]} : (tensor<1x128xf32>, tensor<1x128x16xf32>, tensor<12xf32>) -> tensor<1x12xf32>
    %101 = nn.reshape %100 : tensor<1x12xf32> to tensor<1x1x12xf32>
    %102 = nn.call @reduce_0(%101) {operand_slots = [#nn.slot<output, index = 1>], result_slots = [#nn.slot<output>]} : (tensor<1x1x12xf32>) -> tensor<1x1x1xi64>
    %103 = nn.reshape %102 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %104 = nn.call @elementwise_1(%1, %103) {operand_slots = [#nn.slot<constant, index = 1>, #nn.slot<output>], result_slots = [#nn.slot<arena>]} : (tensor<12x512xf32>, tensor<1x1xi64>) -> tensor<1x1x512xf32>
    %105 = nn.reshape %104 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %106:2 = nn.call @cell_1(%105, %99#0, %99#1, %3) {operand_slots = [#nn.slot<arena>, #nn.slot<arena, offset = 2048>, #nn.slot<arena, offset = 2560>, #nn.slot<constant, index = 3>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 3072>, #nn.slot<arena, offset = 3584>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %107 = nn.call @matmul_0(%106#0, %5, %6) {operand_slots = [#nn.slot<arena, offset = 3072>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 6>], result_slots = [#nn.slot<output, index = 1, offset = 48>]} : (tensor<1x128xf32>, tensor<1x128x16xf32>, tensor<12xf32>) -> tensor<1x12xf32>
    %108 = nn.reshape %107 : tensor<1x12xf32> to tensor<1x1x12xf32>
    %109 = nn.call @reduce_0(%108) {operand_slots = [#nn.slot<output, index = 1, offset = 48>], result_slots = [#nn.slot<output, offset = 8>]} : (tensor<1x1x12xf32>) -> tensor<1x1x1xi64>
    %110 = nn.reshape %109 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %111 = nn.call @elementwise_1(%1, %110) {operand_slots = [#nn.slot<constant, index = 1>, #nn.slot<output, offset = 8>], result_slots = [#nn.slot<arena>]} : (tensor<12x512xf32>, tensor<1x1xi64>) -> tensor<1x1x512xf32>
    %112 = nn.reshape %111 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %113:2 = nn.call @cell_1(%112, %106#0, %106#1, %3) {operand_slots = [#nn.slot<arena>, #nn.slot<arena, offset = 3072>, #nn.slot<arena, offset = 3584>, #nn.slot<constant, index = 3>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 2048>, #nn.slot<arena, offset = 2560>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %114 = nn.call @matmul_0(%113#0, %5, %6) {operand_slots = [#nn.slot<arena, offset = 2048>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 6>], result_slots = [#nn.slot<output, index = 1, offset = 96>]} : (tensor<1x128xf32>, tensor<1x128x16xf32>, tensor<12xf32>) -> tensor<1x12xf32>
    %115 = nn.reshape %114 : tensor<1x12xf32> to tensor<1x1x12xf32>
    %116 = nn.call @reduce_0(%115) {operand_slots = [#nn.slot<output, index = 1, offset = 96>], result_slots = [#nn.slot<output, offset = 16>]} : (tensor<1x1x12xf32>) -> tensor<1x1x1xi64>
    %117 = nn.reshape %116 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %118 = nn.call @elementwise_1(%1, %117) {operand_slots = [#nn.slot<constant, index = 1>, #nn.slot<output, offset = 16>], result_slots = [#nn.slot<arena>]} : (tensor<12x512xf32>, tensor<1x1xi64>) -> tensor<1x1x512xf32>
    %119 = nn.reshape %118 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %120:2 = nn.call @cell_1(%119, %113#0, %113#1, %3) {operand_slots = [#nn.slot<arena>, #nn.slot<arena, offset = 2048>, #nn.slot<arena, offset = 2560>, #nn.slot<constant, index = 3>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 3072>, #nn.slot<arena, offset = 3584>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %121 = nn.call @matmul_0(%120#0, %5, %6) {operand_slots = [#nn.slot<arena, offset = 3072>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 6>], result_slots = [#nn.slot<output, index = 1, offset = 144>]} : (tensor<1x128xf32>, tensor<1x128x16xf32>, tensor<12xf32>) -> tensor<1x12xf32>
    %122 = nn.reshape %121 : tensor<1x12xf32> to tensor<1x1x12xf32>
    %123 = nn.call @reduce_0(%122) {operand_slots = [#nn.slot<output, index = 1, offset = 144>], result_slots = [#nn.slot<output, offset = 24>]} : (tensor<1x1x12xf32>) -> tensor<1x1x1xi64>
    %124 = nn.reshape %123 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %125 = nn.call @elementwise_1(%1, %124) {operand_slots = [#nn.slot<constant, index = 1>, #nn.slot<output, offset = 24>], result_slots = [#nn.slot<arena>]} : (tensor<12x512xf32>, tensor<1x1xi64>) -> tensor<1x1x512xf32>
    %126 = nn.reshape %125 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %127:2 = nn.call @cell_1(%126, %120#0, %120#1, %3) {operand_slots = [#nn.slot<arena>, #nn.slot<arena, offset = 3072>, #nn.slot<arena, offset = 3584>, #nn.slot<constant, index = 3>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 2048>, #nn.slot<arena, offset = 2560>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %128 = nn.call @matmul_0(%127#0, %5, %6) {operand_slots = [#nn.slot<arena, offset = 2048>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 6>], result_slots = [#nn.slot<output, index = 1, offset = 192>]} : (tensor<1x128xf32>, tensor<1x128x16xf32>, tensor<12xf32>) -> tensor<1x12xf32>
    %129 = nn.reshape %128 : tensor<1x12xf32> to tensor<1x1x12xf32>
    %130 = nn.call @reduce_0(%129) {operand_slots = [#nn.slot<output, index = 1, offset = 192>], result_slots = [#nn.slot<output, offset = 32>]} : (tensor<1x1x12xf32>) -> tensor<1x1x1xi64>
    %131 = nn.reshape %130 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %132 = nn.call @elementwise_1(%1, %131) {operand_slots = [#nn.slot<constant, index = 1>, #nn.slot<output, offset = 32>], result_slots = [#nn.slot<arena>]} : (tensor<12x512xf32>, tensor<1x1xi64>) -> tensor<1x1x512xf32>
    %133 = nn.reshape %132 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %134:2 = nn.call @cell_1(%133, %127#0, %127#1, %3) {operand_slots = [#nn.slot<arena>, #nn.slot<arena, offset = 2048>, #nn.slot<arena, offset = 2560>, #nn.slot<constant, index = 3>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 3072>, #nn.slot<arena, offset = 3584>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %135 = nn.call @matmul_0(%134#0, %5, %6) {operand_slots = [#nn.slot<arena, offset = 3072>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 6>], result_slots = [#nn.slot<output, index = 1, offset = 240>]} : (tensor<1x128xf32>, tensor<1x128x16xf32>, tensor<12xf32>) -> tensor<1x12xf32>
    %136 = nn.reshape %135 : tensor<1x12xf32> to tensor<1x1x12xf32>
    %137 = nn.call @reduce_0(%136) {operand_slots = [#nn.slot<output, index = 1, offset = 240>], result_slots = [#nn.slot<output, offset = 40>]} : (tensor<1x1x12xf32>) -> tensor<1x1x1xi64>
    %138 = nn.reshape %137 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %139 = nn.call @elementwise_1(%1, %138) {operand_slots = [#nn.slot<constant, index = 1>, #nn.slot<output, offset = 40>], result_slots = [#nn.slot<arena>]} : (tensor<12x512xf32>, tensor<1x1xi64>) -> tensor<1x1x512xf32>
    %140 = nn.reshape %139 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %141:2 = nn.call @cell_1(%140, %134#0, %134#1, %3) {operand_slots = [#nn.slot<arena>, #nn.slot<arena, offset = 3072>, #nn.slot<arena, offset = 3584>, #nn.slot<constant, index = 3>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 2048>, #nn.slot<arena, offset = 2560>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %142 = nn.call @matmul_0(%141#0, %5, %6) {operand_slots = [#nn.slot<arena, offset = 2048>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 6>], result_slots = [#nn.slot<output, index = 1, offset = 288>]} : (tensor<1x128xf32>, tensor<1x128x16xf32>, tensor<12xf32>) -> tensor<1x12xf32>
    %143 = nn.reshape %142 : tensor<1x12xf32> to tensor<1x1x12xf32>
    %144 = nn.call @reduce_0(%143) {operand_slots = [#nn.slot<output, index = 1, offset = 288>], result_slots = [#nn.slot<output, offset = 48>]} : (tensor<1x1x12xf32>) -> tensor<1x1x1xi64>
    %145 = nn.reshape %144 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %146 = nn.call @elementwise_1(%1, %145) {operand_slots = [#nn.slot<constant, index = 1>, #nn.slot<output, offset = 48>], result_slots = [#nn.slot<arena>]} : (tensor<12x512xf32>, tensor<1x1xi64>) -> tensor<1x1x512xf32>
    %147 = nn.reshape %146 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %148:2 = nn.call @cell_1(%147, %141#0, %141#1, %3) {operand_slots = [#nn.slot<arena>, #nn.slot<arena, offset = 2048>, #nn.slot<arena, offset = 2560>, #nn.slot<constant, index = 3>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 3072>, #nn.slot<arena, offset = 3584>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %149 = nn.call @matmul_0(%148#0, %5, %6) {operand_slots = [#nn.slot<arena, offset = 3072>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 6>], result_slots = [#nn.slot<output, index = 1, offset = 336>]} : (tensor<1x128xf32>, tensor<1x128x16xf32>, tensor<12xf32>) -> tensor<1x12xf32>
    %150 = nn.reshape %149 : tensor<1x12xf32> to tensor<1x1x12xf32>
    %151 = nn.call @reduce_0(%150) {operand_slots = [#nn.slot<output, index = 1, offset = 336>], result_slots = [#nn.slot<output, offset = 56>]} : (tensor<1x1x12xf32>) -> tensor<1x1x1xi64>
    %152 = nn.reshape %151 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %153 = nn.call @elementwise_1(%1, %152) {operand_slots = [#nn.slot<constant, index = 1>, #nn.slot<output, offset = 56>], result_slots = [#nn.slot<arena>]} : (tensor<12x512xf32>, tensor<1x1xi64>) -> tensor<1x1x512xf32>
    %154 = nn.reshape %153 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %155:2 = nn.call @cell_1(%154, %148#0, %148#1, %3) {operand_slots = [#nn.slot<arena>, #nn.slot<arena, offset = 3072>, #nn.slot<arena, offset = 3584>, #nn.slot<constant, index = 3>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 2048>, #nn.slot<arena, offset = 2560>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    %156 = nn.call @matmul_0(%155#0, %5, %6) {operand_slots = [#nn.slot<arena, offset = 2048>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 6>], result_slots = [#nn.slot<output, index = 1, offset = 384>]} : (tensor<1x128xf32>, tensor<1x128x16xf32>, tensor<12xf32>) -> tensor<1x12xf32>
    %157 = nn.reshape %156 : tensor<1x12xf32> to tensor<1x1x12xf32>
    %158 = nn.call @reduce_0(%157) {operand_slots = [#nn.slot<output, index = 1, offset = 384>], result_slots = [#nn.slot<output, offset = 64>]} : (tensor<1x1x12xf32>) -> tensor<1x1x1xi64>
    %159 = nn.reshape %158 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %160 = nn.call @elementwise_1(%1, %159) {operand_slots = [#nn.slot<constant, index = 1>, #nn.slot<output, offset = 64>], result_slots = [#nn.slot<arena>]} : (tensor<12x512xf32>, tensor<1x1xi64>) -> tensor<1x1x512xf32>
    %161 = nn.reshape %160 : tensor<1x1x512xf32> to tensor<1x512xf32>
    %162 = nn.call @cell_2(%161, %155#0, %155#1, %3) {operand_slots = [#nn.slot<arena>, #nn.slot<arena, offset = 2048>, #nn.slot<arena, offset = 2560>, #nn.slot<constant, index = 3>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 3072>]} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> tensor<1x128xf32>
    %163 = nn.call @matmul_0(%162, %5, %6) {operand_slots = [#nn.slot<arena, offset = 3072>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 6>], result_slots = [#nn.slot<output, index = 1, offset = 432>]} : (tensor<1x128xf32>, tensor<1x128x16xf32>, tensor<12xf32>) -> tensor<1x12xf32>
    %164 = nn.reshape %163 : tensor<1x12xf32> to tensor<1x1x12xf32>
    %165 = nn.call @reduce_0(%164) {operand_slots = [#nn.slot<output, index = 1, offset = 432>], result_slots = [#nn.slot<output, offset = 72>]} : (tensor<1x1x12xf32>) -> tensor<1x1x1xi64>
    %166 = nn.reshape %165 : tensor<1x1x1xi64> to tensor<1x1xi64>
    %167 = nn.concat %103, %110, %117, %124, %131, %138, %145, %152, %159, %166 <{axis = 1 : i64}> : tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>, tensor<1x1xi64>
    %168 = nn.concat %101, %108, %115, %122, %129, %136, %143, %150, %157, %164 <{axis = 1 : i64}> : tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>, tensor<1x1x12xf32>
    return %167, %168 : tensor<1x10xi64>, tensor<1x10x12xf32>
  }
  nn.kernel @elementwise_0(%arg0: tensor<43x512xf32>, %arg1: tensor<1x30xi64>) -> (tensor<1x30x512xf32>) kind "elementwise" schedule {name = "vectorized"} {
    %0 = nn.gather %arg0, %arg1 <{axis = 0 : i64}> : tensor<43x512xf32>, tensor<1x30xi64>
    nn.yield %0 : tensor<1x30x512xf32>
  }
  nn.kernel @cell_0(%arg0: tensor<1x512xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>) kind "cell" schedule {name = "tiled"} {
    %next_h, %next_c = nn.lstm_cell %arg0 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 0, 0, 0, 0>} : (tensor<1x512xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
  }
  nn.kernel @cell_1(%arg0: tensor<1x512xf32>, %arg1: tensor<1x128xf32>, %arg2: tensor<1x128xf32>, %arg3: tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>) kind "cell" schedule {name = "tiled"} attributes {takes_order} {
    %next_h, %next_c = nn.lstm_cell %arg0, %arg1, %arg2, %arg3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    nn.yield %next_h, %next_c : tensor<1x128xf32>, tensor<1x128xf32>
  }
  nn.kernel @matmul_0(%arg0: tensor<1x128xf32>, %arg1: tensor<1x128x16xf32>, %arg2: tensor<12xf32>) -> (tensor<1x12xf32>) kind "matmul" schedule {name = "tiled"} {
    %0 = nn.matmul %arg0, %arg1 block 16 columns 12 : tensor<1x128xf32>, tensor<1x128x16xf32>
    %1 = nn.add %0, %arg2 : tensor<1x12xf32>, tensor<12xf32>
    nn.yield %1 : tensor<1x12xf32>
  }
  nn.kernel @reduce_0(%arg0: tensor<1x1x12xf32>) -> (tensor<1x1x1xi64>) kind "reduce" schedule {name = "vectorized"} {
    %0 = nn.arg_reduce max %arg0 <{axis = 2 : i64, last = false}> : tensor<1x1x12xf32>
    nn.yield %0 : tensor<1x1x1xi64>
  }
  nn.kernel @elementwise_1(%arg0: tensor<12x512xf32>, %arg1: tensor<1x1xi64>) -> (tensor<1x1x512xf32>) kind "elementwise" schedule {name = "vectorized"} {
    %0 = nn.gather %arg0, %arg1 <{axis = 0 : i64}> : tensor<12x512xf32>, tensor<1x1xi64>
    nn.yield %0 : tensor<1x1x512xf32>
  }
  nn.kernel @cell_2(%arg0: tensor<1x512xf32>, %arg1: tensor<1x128xf32>, %arg2: tensor<1x128xf32>, %arg3: tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>) kind "cell" schedule {name = "tiled"} attributes {takes_order} {
    %next_h, %next_c = nn.lstm_cell %arg0, %arg1, %arg2, %arg3 {activations = ["sigmoid", "tanh", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00, 0.000000e+00>, block = 8 : i64, clip = 0.000000e+00 : f64, hidden_size = 128 : i64, input_forget = false, operandSegmentSizes = array<i32: 1, 1, 1, 1, 0>} : (tensor<1x512xf32>, tensor<1x128xf32>, tensor<1x128xf32>, tensor<16x128x4x8xf32>) -> (tensor<1x128xf32>, tensor<1x128xf32>)
    nn.yield %next_h : tensor<1x128xf32>
  }
}

