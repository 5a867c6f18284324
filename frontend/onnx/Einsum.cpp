//===- Einsum.cpp - products by index notation ----------------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An equation names every axis of every operand by a letter; letters that the
// result does not have are summed over. Two operands at a time become one
// batched matrix product:
//
//   letters of both, kept       batch      lhs -> [batch, rows, summed]
//   letters of both, summed     K          rhs -> [batch, summed, columns]
//   letters of one              rows or columns (summed first, if not kept)
//
// Axes under an ellipsis get letters of their own, '0' for the last one.
//
//===----------------------------------------------------------------------===//

#include "frontend/onnx/Einsum.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace unspool;
using namespace unspool::frontend;

namespace {

/// A tensor whose axes have letters.
struct Term {
  Value value;
  std::string letters;
};

class Einsum {
public:
  explicit Einsum(OnnxNode &node) : node(node), build(node.build) {}

  Value run() {
    if (!parse())
      return {};
    for (Term &term : terms)
      if (!stretchEllipsis(term) || !takeDiagonals(term))
        return {};
    while (terms.size() > 1) {
      Term rhs = terms.pop_back_val();
      Term lhs = terms.pop_back_val();
      terms.push_back(multiply(lhs, rhs));
      if (!terms.back().value)
        return {};
    }
    Term result = sumAllBut(terms.front(), output);
    return arrange(result, output);
  }

private:
  /// Fills `terms` and `output`.
  bool parse() {
    std::string equation = node.stringAttribute("equation", "");
    llvm::erase(equation, ' ');
    auto [left, right] = StringRef(equation).split("->");
    SmallVector<StringRef> parts;
    left.split(parts, ',');
    if (parts.size() != node.inputCount() || llvm::is_contained(node.allInputs(), Value())) {
      node.emitError() << "equation '" << equation << "' has " << parts.size()
                       << " terms when there are " << node.inputCount() << " inputs";
      return false;
    }
    size_t hidden = 0;
    for (auto [i, part] : llvm::enumerate(parts)) {
      std::string letters;
      if (!expand(part, node.rank(i), letters, hidden))
        return false;
      terms.push_back({node.input(i), letters});
    }
    if (StringRef(equation).contains("->"))
      return expandOutput(right, hidden);
    // Without an arrow: the ellipsis, then letters that occur once, sorted.
    std::string all;
    for (const Term &term : terms)
      all += term.letters;
    output = ellipsis(hidden);
    for (char letter = 'A'; letter <= 'z'; ++letter)
      if (llvm::count(all, letter) == 1)
        output += letter;
    return true;
  }

  static std::string ellipsis(size_t count) {
    std::string letters;
    for (size_t i = count; i > 0; --i)
      letters += static_cast<char>('0' + i - 1);
    return letters;
  }

  bool expand(StringRef part, size_t rank, std::string &letters, size_t &hidden) {
    size_t dots = part.find("...");
    size_t named = part.size() - (dots == StringRef::npos ? 0 : 3);
    bool fits = dots == StringRef::npos ? named == rank : named <= rank;
    // Nine axes under an ellipsis: one digit each.
    if (!fits || rank - named > 9) {
      node.emitError() << "term '" << part << "' does not match an input of rank " << rank;
      return false;
    }
    letters = part.str();
    if (dots != StringRef::npos) {
      letters.replace(dots, 3, ellipsis(rank - named));
      hidden = std::max(hidden, rank - named);
    }
    return checkLetters(part, letters);
  }

  bool expandOutput(StringRef part, size_t hidden) {
    output = part.str();
    size_t dots = part.find("...");
    if (dots != StringRef::npos)
      output.replace(dots, 3, ellipsis(hidden));
    for (char letter : output) {
      bool isKnown = llvm::any_of(
          terms, [&](const Term &term) { return StringRef(term.letters).contains(letter); });
      if (!isKnown || llvm::count(output, letter) != 1) {
        node.emitError() << "letter '" << std::string(1, letter)
                         << "' of the result should occur in it once, and in an input";
        return false;
      }
    }
    return checkLetters(part, output);
  }

  bool checkLetters(StringRef part, StringRef letters) {
    if (llvm::all_of(letters, [](char letter) { return llvm::isAlnum(letter); }) &&
        !llvm::any_of(part, llvm::isDigit))
      return true;
    node.emitError() << "term '" << part << "' should consist of letters and at most one ellipsis";
    return false;
  }

  /// An axis under an ellipsis may be 1 where another operand has more.
  bool stretchEllipsis(Term &term) {
    SmallVector<int64_t> shape(nn::shapeOf(term.value));
    for (auto [letter, extent] : llvm::zip(term.letters, shape))
      if (llvm::isDigit(letter) && extent == 1)
        for (const Term &other : terms)
          if (size_t place = other.letters.find(letter); place != std::string::npos)
            extent = std::max(extent, nn::shapeOf(other.value)[place]);
    term.value = build.broadcast(term.value, shape);
    return term.value != nullptr;
  }

  /// A letter that comes twice in a term means its diagonal: the sum over one of
  /// the two axes, after zeros were put beside the diagonal.
  bool takeDiagonals(Term &term) {
    for (size_t second = 1; second < term.letters.size(); ++second) {
      size_t first = term.letters.find(term.letters[second]);
      if (first == second)
        continue;
      SmallVector<int64_t> shape(nn::shapeOf(term.value));
      if (shape[first] != shape[second]) {
        node.emitError() << "letter '" << std::string(1, term.letters[second])
                         << "' stands for extents " << shape[first] << " and " << shape[second];
        return false;
      }
      Type i64 = build.ops().getI64Type();
      Value onDiagonal =
          build.create<nn::EqualOp>(build.iota(shape, first, i64), build.iota(shape, second, i64));
      Value diagonal =
          build.create<nn::SelectOp>(onDiagonal, term.value, build.scalarLike(0, term.value));
      term.value =
          build.reduce(nn::ReduceKind::sum, diagonal, {static_cast<int64_t>(second)}, false);
      term.letters.erase(second--, 1);
      if (!term.value)
        return false;
    }
    return true;
  }

  /// Sums over the axes whose letters `kept` does not have.
  Term sumAllBut(const Term &term, StringRef kept) {
    Term result{term.value, ""};
    SmallVector<int64_t> axes;
    for (auto [axis, letter] : llvm::enumerate(term.letters)) {
      if (kept.contains(letter))
        result.letters += letter;
      else
        axes.push_back(axis);
    }
    result.value = build.reduce(nn::ReduceKind::sum, term.value, axes, false);
    return result;
  }

  /// Transposes a term to an order of its letters.
  Value arrange(const Term &term, StringRef order) {
    SmallVector<int64_t> permutation;
    for (char letter : order)
      permutation.push_back(term.letters.find(letter));
    return build.transpose(term.value, permutation);
  }

  int64_t product(const Term &term, StringRef letters) {
    int64_t count = 1;
    for (char letter : letters)
      count *= nn::shapeOf(term.value)[term.letters.find(letter)];
    return count;
  }

  Term multiply(Term lhs, Term rhs) {
    std::string wanted = output;
    for (const Term &term : terms)
      wanted += term.letters;
    lhs = sumAllBut(lhs, wanted + rhs.letters);
    rhs = sumAllBut(rhs, wanted + lhs.letters);
    if (!lhs.value || !rhs.value)
      return {};

    std::string batch, summed, rows, columns;
    for (char letter : lhs.letters) {
      bool isShared = StringRef(rhs.letters).contains(letter);
      bool isWanted = StringRef(wanted).contains(letter);
      (!isShared ? rows : isWanted ? batch : summed) += letter;
    }
    for (char letter : rhs.letters)
      if (!StringRef(lhs.letters).contains(letter))
        columns += letter;
    for (char letter : batch + summed)
      if (product(lhs, StringRef(&letter, 1)) != product(rhs, StringRef(&letter, 1))) {
        node.emitError() << "letter '" << std::string(1, letter)
                         << "' stands for different extents";
        return {};
      }

    int64_t batchSize = product(lhs, batch), inner = product(lhs, summed);
    Value left =
        build.reshape(arrange(lhs, batch + rows + summed), {batchSize, product(lhs, rows), inner});
    Value right = build.reshape(arrange(rhs, batch + summed + columns),
                                {batchSize, inner, product(rhs, columns)});
    SmallVector<int64_t> shape;
    for (char letter : batch + rows)
      shape.push_back(product(lhs, StringRef(&letter, 1)));
    for (char letter : columns)
      shape.push_back(product(rhs, StringRef(&letter, 1)));
    return {build.reshape(build.matmul(left, right), shape), batch + rows + columns};
  }

  OnnxNode &node;
  NnBuilder &build;
  SmallVector<Term> terms;
  std::string output;
};

} // namespace

Value unspool::frontend::importEinsum(OnnxNode &node) { return Einsum(node).run(); }
