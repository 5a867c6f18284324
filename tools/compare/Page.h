//===- Page.h - the text of page.html --------------------------*- C++ -*-===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef UNSPOOL_TOOLS_COMPARE_PAGE_H
#define UNSPOOL_TOOLS_COMPARE_PAGE_H

#include <string_view>

namespace unspool {

/// page.html, which shows the JSON that replaces its `/*DATA*/null`.
std::string_view comparePage();

} // namespace unspool

#endif // UNSPOOL_TOOLS_COMPARE_PAGE_H
