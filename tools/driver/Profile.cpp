//===- Profile.cpp - what each kernel of a library took -------------------===//
//
// Part of Unspool, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "tools/driver/Profile.h"

#include "runtime/profile.h"
#include "tools/driver/Statistics.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <limits>

using nlohmann::ordered_json;

namespace unspool {
namespace {

/// Runs that are enough for a median.
constexpr size_t kMostRuns = 2000;
constexpr size_t kLeastRuns = 5;

/// The parts of a profile.
struct View {
  const unspool_profile_table *table;
  uint8_t *bytes;

  unspool_profile &head() const { return *reinterpret_cast<unspool_profile *>(bytes); }
  llvm::ArrayRef<unspool_profile_site> sites() const {
    return {table->sites, size_t(table->site_count)};
  }
  llvm::MutableArrayRef<unspool_profile_counter> counters() const {
    return {reinterpret_cast<unspool_profile_counter *>(bytes + sizeof(unspool_profile)),
            size_t(table->site_count)};
  }
  llvm::ArrayRef<unspool_profile_event> events() const {
    return {reinterpret_cast<const unspool_profile_event *>(counters().end()),
            size_t(std::min(head().events, table->event_capacity))};
  }
};

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int64_t median(std::vector<int64_t> values) {
  auto middle = values.begin() + values.size() / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

} // namespace

Profile takeProfile(LoadedModel &library, const ModelPlan &plan,
                    const std::function<void()> &call, double seconds) {
  assert(library.profileTable() && "the library was made with --profile");
  View view{library.profileTable(), library.workspaceBytes() + library.profileTable()->offset};
  Profile profile;
  llvm::MapVector<llvm::StringRef, KernelProfile> kernels;
  for (const unspool_profile_site &site : view.sites())
    kernels.insert({site.kernel, {site.kernel, site.layer}});
  for (const KernelSpec &kernel : plan.kernels)
    if (auto row = kernels.find(kernel.name); row != kernels.end())
      row->second.flops = flopsOf(kernel);

  call(); // the first one finds no weights in the caches
  llvm::StringMap<std::vector<int64_t>> ticks;
  int64_t least = std::numeric_limits<int64_t>::max();
  double end = now() + seconds;
  for (size_t run = 0; run < kMostRuns && (run < kLeastRuns || now() < end); ++run) {
    // Events need not be cleared: touching them all would empty the caches.
    view.head() = {};
    llvm::fill(view.counters(), unspool_profile_counter());
    call();
    int64_t total = 0;
    for (auto &[name, row] : kernels)
      row.calls = row.ticks = 0;
    for (auto [site, counter] : llvm::zip_equal(view.sites(), view.counters())) {
      KernelProfile &row = kernels[site.kernel];
      row.calls += counter.calls;
      row.ticks += counter.ticks;
      total += counter.ticks;
    }
    for (auto &[name, row] : kernels)
      ticks[name].push_back(row.ticks);
    if (total < least) {
      least = total;
      profile.fastest.assign(view.bytes, view.bytes + view.table->bytes);
    }
  }
  for (auto &[name, row] : kernels) {
    row.ticks = median(ticks[name]);
    profile.kernels.push_back(std::move(row));
  }
  llvm::stable_sort(profile.kernels, [](const KernelProfile &left, const KernelProfile &right) {
    return left.ticks > right.ticks;
  });
  return profile;
}

std::string profileTable(const Profile &profile, double tickRate, double peakFlops) {
  std::string text;
  llvm::raw_string_ostream out(text);
  int64_t total = 0;
  size_t width = 6;
  for (const KernelProfile &row : profile.kernels) {
    total += row.ticks;
    width = std::max(width, row.kernel.size());
  }
  out << llvm::left_justify("kernel", width)
      << "  calls    us/run   share  cycles/call   GFLOPS  of peak  layer\n";
  for (const KernelProfile &row : profile.kernels) {
    double seconds = row.ticks / tickRate;
    double rate = seconds > 0 ? row.flops * row.calls / seconds : 0;
    out << llvm::left_justify(row.kernel, width)
        << llvm::format("  %5lld %9.2f  %5.1f %%  %11.0f", (long long)row.calls, seconds * 1e6,
                        100.0 * row.ticks / std::max<int64_t>(1, total),
                        double(row.ticks) / std::max<int64_t>(1, row.calls));
    if (rate > 0)
      out << llvm::format("  %7.1f", rate * 1e-9);
    else
      out << "        -";
    if (rate > 0 && peakFlops > 0)
      out << llvm::format("  %5.1f %%", 100 * rate / peakFlops);
    else
      out << "        -";
    out << (row.layer.empty() ? "" : "  " + row.layer) << "\n";
  }
  out << llvm::left_justify("sum", width)
      << llvm::format("        %9.2f\n", total / tickRate * 1e6);
  return text;
}

std::string profileTrace(const Profile &profile, const LoadedModel &library, double tickRate) {
  std::vector<uint8_t> bytes = profile.fastest;
  View view{library.profileTable(), bytes.data()};
  ordered_json rows = ordered_json::array();
  std::string name = library.model().name;
  auto slice = [&](const std::string &what, const char *category, int64_t begin, int64_t ticks) {
    int64_t first = view.events().front().begin;
    rows.push_back({{"name", what},
                    {"cat", category},
                    {"ph", "X"},
                    {"ts", (begin - first) / tickRate * 1e6},
                    {"dur", ticks / tickRate * 1e6},
                    {"pid", 1},
                    {"tid", 1}});
  };
  rows.push_back({{"name", "process_name"}, {"ph", "M"}, {"pid", 1}, {"args", {{"name", name}}}});
  if (!view.events().empty()) {
    const unspool_profile_event &last = view.events().back();
    slice(name + "_run", "run", view.events().front().begin,
          last.begin + last.ticks - view.events().front().begin);
  }
  for (const unspool_profile_event &event : view.events()) {
    const unspool_profile_site &site = view.sites()[event.site];
    slice(site.kernel, "kernel", event.begin, event.ticks);
    rows.back()["args"] = {{"layer", site.layer}, {"cycles", event.ticks}};
  }
  ordered_json trace = {{"displayTimeUnit", "ns"}, {"traceEvents", rows}};
  if (view.head().events > view.table->event_capacity)
    trace["otherData"] = {{"calls_left_out", view.head().events - view.table->event_capacity}};
  return trace.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

} // namespace unspool
