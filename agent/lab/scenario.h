#pragma once

#include <span>
#include <string_view>

#include "agent/lab/report.h"
#include "agent/options.h"
#include "collectors/base/env.h"

namespace sockq {

/// What a scenario works with.
struct Lab {
  const LabOptions& options;
  Env env;
  int stop_fd;  ///< readable: end early
};

/// An experiment that shows one thing about queues.
struct Scenario {
  std::string_view name;
  std::string_view help;
  Result<LabReport> (*run)(const Lab& lab);
};

[[nodiscard]] std::span<const Scenario> scenario_table();

Result<LabReport> run_patterns(const Lab& lab);
Result<LabReport> run_rate(const Lab& lab);
Result<LabReport> run_burst(const Lab& lab);
Result<LabReport> run_proxy(const Lab& lab);
Result<LabReport> run_buffers(const Lab& lab);

/// One reference server under one load, watched.
struct Trial {
  std::string name;
  std::vector<std::string> server;  ///< words for `sockq serve`
  LoadOptions load;                 ///< but for its target
  /// The server's process is stopped (SIGSTOP) while the load begins, for so long.
  std::chrono::nanoseconds asleep{0};
};

[[nodiscard]] Result<LabRun> run_trial(const Lab& lab, const Trial& trial);

}  // namespace sockq
