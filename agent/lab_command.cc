#include <algorithm>
#include <fstream>
#include <iostream>

#include "agent/commands.h"
#include "agent/descriptor_limit.h"
#include "agent/lab/scenario.h"
#include "agent/outside.h"
#include "agent/stop_signal.h"

namespace sockq {
namespace {

/// Nothing is written where no file is named.
Result<Unit> write_file(const std::string& path, const std::string& text) {
  if (path.empty()) return Unit{};
  std::ofstream file(path, std::ios::trunc);
  file << text << std::flush;
  if (!file) return Error{errno, "cannot write", path, ""};
  return Unit{};
}

}  // namespace

int run(const LabOptions& options) {
  const Result<StopSignal> stop = StopSignal::block();
  if (!stop.ok()) return fail(stop.error(), kExitFailed);
  raise_descriptor_limit();
  const Result<std::unique_ptr<Outside>> outside = Outside::open({});
  if (!outside.ok()) return fail(outside.error(), kExitCannotObserve);
  const auto scenario =
      std::ranges::find(scenario_table(), std::string_view(options.scenario), &Scenario::name);
  const Result<LabReport> report =
      scenario->run({options, outside.value()->env(), stop.value().fd()});
  if (!report.ok()) return fail(report.error(), kExitFailed);
  std::cout << lab_table(report.value()) << std::flush;
  const Result<Unit> json = write_file(options.json, lab_json(report.value()));
  if (!json.ok()) return fail(json.error(), kExitFailed);
  const Result<Unit> picture = write_file(options.picture, lab_picture(report.value()));
  return picture.ok() ? kExitFine : fail(picture.error(), kExitFailed);
}

}  // namespace sockq
