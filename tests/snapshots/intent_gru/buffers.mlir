module attributes {nn.model_name = "model"} {
  func.func @main(%arg0: tensor<1x16xi64> {nn.name = "tokens"}) -> (tensor<1x20xf32> {nn.name = "probabilities"}) attributes {nn.arena_bound = 13312 : i64, nn.arena_bytes = 13312 : i64, nn.flush_denormals} {
    %0 = nn.constant {nn.hash = "fc14638e96b612f6", nn.index = 0 : i64} dense_resource<__elided__> : tensor<344x192xf32>
    %1 = nn.constant {nn.hash = "770c7ad58cc93e9b", nn.index = 1 : i64} dense_resource<__elided__> : tensor<344x192xf32>
    %2 = nn.constant {nn.hash = "3061677c8385537a", nn.index = 2 : i64} dense_resource<__elided__> : tensor<64xf32>
    %3 = nn.constant {nn.hash = "ef3e89f4b9f17d1e", nn.index = 3 : i64} dense_resource<__elided__> : tensor<4x64x3x16xf32>
    %4 = nn.constant {nn.hash = "19b928c4ea8e9d12", nn.index = 4 : i64} dense_resource<__elided__> : tensor<64xf32>
    %5 = nn.constant {nn.hash = "b067722046e93216", nn.index = 5 : i64} dense_resource<__elided__> : tensor<4x64x3x16xf32>
    %6 = nn.constant {nn.hash = "bb1bb2b212e12707", nn.index = 6 : i64} dense_resource<__elided__> : tensor<1x128x24xf32>
    %7 = nn.constant {nn.hash = "5373c84de077b815", nn.index = 7 : i64} dense_resource<__elided__> : tensor<20xf32>
    %8 = nn.call @elementwise_0(%1, %arg0) {operand_slots = [#nn.slot<constant, index = 1>, #nn.slot<input>], result_slots = [#nn.slot<arena>]} : (tensor<344x192xf32>, tensor<1x16xi64>) -> tensor<1x16x192xf32>
    %9 = nn.reshape %8 : tensor<1x16x192xf32> to tensor<16x1x192xf32>
    %10 = nn.slice %9 [0, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %11 = nn.reshape %10 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %12 = nn.call @cell_0(%11, %4) {operand_slots = [#nn.slot<arena>, #nn.slot<constant, index = 4>], result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %13 = nn.slice %9 [1, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %14 = nn.reshape %13 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %15 = nn.call @cell_1(%14, %12, %5, %4) {operand_slots = [#nn.slot<arena, offset = 768>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 12544>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %16 = nn.slice %9 [2, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %17 = nn.reshape %16 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %18 = nn.call @cell_1(%17, %15, %5, %4) {operand_slots = [#nn.slot<arena, offset = 1536>, #nn.slot<arena, offset = 12544>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %19 = nn.slice %9 [3, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %20 = nn.reshape %19 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %21 = nn.call @cell_1(%20, %18, %5, %4) {operand_slots = [#nn.slot<arena, offset = 2304>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 12544>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %22 = nn.slice %9 [4, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %23 = nn.reshape %22 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %24 = nn.call @cell_1(%23, %21, %5, %4) {operand_slots = [#nn.slot<arena, offset = 3072>, #nn.slot<arena, offset = 12544>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %25 = nn.slice %9 [5, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %26 = nn.reshape %25 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %27 = nn.call @cell_1(%26, %24, %5, %4) {operand_slots = [#nn.slot<arena, offset = 3840>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 12544>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %28 = nn.slice %9 [6, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %29 = nn.reshape %28 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %30 = nn.call @cell_1(%29, %27, %5, %4) {operand_slots = [#nn.slot<arena, offset = 4608>, #nn.slot<arena, offset = 12544>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %31 = nn.slice %9 [7, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %32 = nn.reshape %31 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %33 = nn.call @cell_1(%32, %30, %5, %4) {operand_slots = [#nn.slot<arena, offset = 5376>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 12544>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %34 = nn.slice %9 [8, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %35 = nn.reshape %34 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %36 = nn.call @cell_1(%35, %33, %5, %4) {operand_slots = [#nn.slot<arena, offset = 6144>, #nn.slot<arena, offset = 12544>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %37 = nn.slice %9 [9, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %38 = nn.reshape %37 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %39 = nn.call @cell_1(%38, %36, %5, %4) {operand_slots = [#nn.slot<arena, offset = 6912>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 12544>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %40 = nn.slice %9 [10, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %41 = nn.reshape %40 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %42 = nn.call @cell_1(%41, %39, %5, %4) {operand_slots = [#nn.slot<arena, offset = 7680>, #nn.slot<arena, offset = 12544>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %43 = nn.slice %9 [11, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %44 = nn.reshape %43 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %45 = nn.call @cell_1(%44, %42, %5, %4) {operand_slots = [#nn.slot<arena, offset = 8448>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 12544>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %46 = nn.slice %9 [12, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %47 = nn.reshape %46 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %48 = nn.call @cell_1(%47, %45, %5, %4) {operand_slots = [#nn.slot<arena, offset = 9216>, #nn.slot<arena, offset = 12544>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %49 = nn.slice %9 [13, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %50 = nn.reshape %49 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %51 = nn.call @cell_1(%50, %48, %5, %4) {operand_slots = [#nn.slot<arena, offset = 9984>, #nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 12544>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %52 = nn.slice %9 [14, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %53 = nn.reshape %52 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %54 = nn.call @cell_1(%53, %51, %5, %4) {operand_slots = [#nn.slot<arena, offset = 10752>, #nn.slot<arena, offset = 12544>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12800>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %55 = nn.slice %9 [15, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %56 = nn.reshape %55 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %57 = nn.call @cell_1(%56, %54, %5, %4) {operand_slots = [#nn.slot<arena, offset = 11520>, #nn.slot<arena, offset = 12800>, #nn.slot<constant, index = 5>, #nn.slot<constant, index = 4>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 12288>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %58 = nn.call @elementwise_0(%0, %arg0) {operand_slots = [#nn.slot<constant>, #nn.slot<input>], result_slots = [#nn.slot<arena>]} : (tensor<344x192xf32>, tensor<1x16xi64>) -> tensor<1x16x192xf32>
    %59 = nn.reshape %58 : tensor<1x16x192xf32> to tensor<16x1x192xf32>
    %60 = nn.slice %59 [15, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %61 = nn.reshape %60 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %62 = nn.call @cell_0(%61, %2) {operand_slots = [#nn.slot<arena, offset = 11520>, #nn.slot<constant, index = 2>], result_slots = [#nn.slot<arena, offset = 12800>]} : (tensor<1x192xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %63 = nn.slice %59 [14, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %64 = nn.reshape %63 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %65 = nn.call @cell_1(%64, %62, %3, %2) {operand_slots = [#nn.slot<arena, offset = 10752>, #nn.slot<arena, offset = 12800>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %66 = nn.slice %59 [13, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %67 = nn.reshape %66 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %68 = nn.call @cell_1(%67, %65, %3, %2) {operand_slots = [#nn.slot<arena, offset = 9984>, #nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12800>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %69 = nn.slice %59 [12, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %70 = nn.reshape %69 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %71 = nn.call @cell_1(%70, %68, %3, %2) {operand_slots = [#nn.slot<arena, offset = 9216>, #nn.slot<arena, offset = 12800>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %72 = nn.slice %59 [11, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %73 = nn.reshape %72 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %74 = nn.call @cell_1(%73, %71, %3, %2) {operand_slots = [#nn.slot<arena, offset = 8448>, #nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12800>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %75 = nn.slice %59 [10, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %76 = nn.reshape %75 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %77 = nn.call @cell_1(%76, %74, %3, %2) {operand_slots = [#nn.slot<arena, offset = 7680>, #nn.slot<arena, offset = 12800>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %78 = nn.slice %59 [9, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %79 = nn.reshape %78 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %80 = nn.call @cell_1(%79, %77, %3, %2) {operand_slots = [#nn.slot<arena, offset = 6912>, #nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12800>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %81 = nn.slice %59 [8, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %82 = nn.reshape %81 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %83 = nn.call @cell_1(%82, %80, %3, %2) {operand_slots = [#nn.slot<arena, offset = 6144>, #nn.slot<arena, offset = 12800>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %84 = nn.slice %59 [7, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %85 = nn.reshape %84 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %86 = nn.call @cell_1(%85, %83, %3, %2) {operand_slots = [#nn.slot<arena, offset = 5376>, #nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12800>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %87 = nn.slice %59 [6, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %88 = nn.reshape %87 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %89 = nn.call @cell_1(%88, %86, %3, %2) {operand_slots = [#nn.slot<arena, offset = 4608>, #nn.slot<arena, offset = 12800>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %90 = nn.slice %59 [5, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %91 = nn.reshape %90 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %92 = nn.call @cell_1(%91, %89, %3, %2) {operand_slots = [#nn.slot<arena, offset = 3840>, #nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12800>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %93 = nn.slice %59 [4, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %94 = nn.reshape %93 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %95 = nn.call @cell_1(%94, %92, %3, %2) {operand_slots = [#nn.slot<arena, offset = 3072>, #nn.slot<arena, offset = 12800>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %96 = nn.slice %59 [3, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %97 = nn.reshape %96 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %98 = nn.call @cell_1(%97, %95, %3, %2) {operand_slots = [#nn.slot<arena, offset = 2304>, #nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12800>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %99 = nn.slice %59 [2, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %100 = nn.reshape %99 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %101 = nn.call @cell_1(%100, %98, %3, %2) {operand_slots = [#nn.slot<arena, offset = 1536>, #nn.slot<arena, offset = 12800>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 13056>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %102 = nn.slice %59 [1, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %103 = nn.reshape %102 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %104 = nn.call @cell_1(%103, %101, %3, %2) {operand_slots = [#nn.slot<arena, offset = 768>, #nn.slot<arena, offset = 13056>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<phase = 1>, result_slots = [#nn.slot<arena, offset = 12800>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %105 = nn.slice %59 [0, 0, 0] size [1, 1, 192] step [1, 1, 1] : tensor<16x1x192xf32>
    %106 = nn.reshape %105 : tensor<1x1x192xf32> to tensor<1x192xf32>
    %107 = nn.call @cell_1(%106, %104, %3, %2) {operand_slots = [#nn.slot<arena>, #nn.slot<arena, offset = 12800>, #nn.slot<constant, index = 3>, #nn.slot<constant, index = 2>], order = #nn.block_order<>, result_slots = [#nn.slot<arena, offset = 12544>]} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    %108 = nn.concat %57, %107 <{axis = 1 : i64}> : tensor<1x64xf32>, tensor<1x64xf32>
    %109 = nn.call @matmul_0(%108, %6, %7) {operand_slots = [#nn.slot<arena, offset = 12288>, #nn.slot<constant, index = 6>, #nn.slot<constant, index = 7>], result_slots = [#nn.slot<arena>]} : (tensor<1x128xf32>, tensor<1x128x24xf32>, tensor<20xf32>) -> tensor<1x20xf32>
    %110 = nn.call @reduce_0(%109) {operand_slots = [#nn.slot<arena>], result_slots = [#nn.slot<output>]} : (tensor<1x20xf32>) -> tensor<1x20xf32>
    return %110 : tensor<1x20xf32>
  }
  nn.kernel @elementwise_0(%arg0: tensor<344x192xf32>, %arg1: tensor<1x16xi64>) -> (tensor<1x16x192xf32>) kind "elementwise" schedule {name = "vectorized"} {
    %0 = nn.gather %arg0, %arg1 <{axis = 0 : i64}> : tensor<344x192xf32>, tensor<1x16xi64>
    nn.yield %0 : tensor<1x16x192xf32>
  }
  nn.kernel @cell_0(%arg0: tensor<1x192xf32>, %arg1: tensor<64xf32>) -> (tensor<1x64xf32>) kind "cell" schedule {name = "tiled"} {
    %0 = nn.gru_cell %arg0, %arg1 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 0, 0, 1>} : (tensor<1x192xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    nn.yield %0 : tensor<1x64xf32>
  }
  nn.kernel @cell_1(%arg0: tensor<1x192xf32>, %arg1: tensor<1x64xf32>, %arg2: tensor<4x64x3x16xf32>, %arg3: tensor<64xf32>) -> (tensor<1x64xf32>) kind "cell" schedule {name = "tiled"} attributes {takes_order} {
    %0 = nn.gru_cell %arg0, %arg1, %arg2, %arg3 {activations = ["sigmoid", "tanh"], alphas = array<f64: 0.000000e+00, 0.000000e+00>, betas = array<f64: 0.000000e+00, 0.000000e+00>, block = 16 : i64, clip = 0.000000e+00 : f64, hidden_size = 64 : i64, linear_before_reset = true, operandSegmentSizes = array<i32: 1, 1, 1, 1>} : (tensor<1x192xf32>, tensor<1x64xf32>, tensor<4x64x3x16xf32>, tensor<64xf32>) -> tensor<1x64xf32>
    nn.yield %0 : tensor<1x64xf32>
  }
  nn.kernel @matmul_0(%arg0: tensor<1x128xf32>, %arg1: tensor<1x128x24xf32>, %arg2: tensor<20xf32>) -> (tensor<1x20xf32>) kind "matmul" schedule {name = "tiled"} {
    %0 = nn.matmul %arg0, %arg1 block 24 columns 20 : tensor<1x128xf32>, tensor<1x128x24xf32>
    %1 = nn.add %0, %arg2 : tensor<1x20xf32>, tensor<20xf32>
    nn.yield %1 : tensor<1x20xf32>
  }
  nn.kernel @reduce_0(%arg0: tensor<1x20xf32>) -> (tensor<1x20xf32>) kind "reduce" schedule {name = "vectorized"} {
    %0 = nn.softmax %arg0 <{axis = 1 : i64}> : tensor<1x20xf32>
    nn.yield %0 : tensor<1x20xf32>
  }
}

