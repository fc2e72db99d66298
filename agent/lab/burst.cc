#include <fmt/format.h>

#include "agent/lab/scenario.h"

namespace sockq {
namespace {

using namespace std::chrono_literals;

/// The clients give up before their SYN would be sent again, after 1 s (RFC 6298).
Trial trial_with(int backlog) {
  Trial trial{.name = fmt::format("backlog {}", backlog),
              .server = {"--pattern", "serial", "--backlog", std::to_string(backlog)},
              .load = {},
              .asleep = 300ms};
  trial.load.schedule = {.burst = 10};
  trial.load.timeout = 900ms;
  return trial;
}

}  // namespace

Result<LabReport> run_burst(const Lab& lab) {
  LabReport report{.scenario = "burst",
                   .question =
                       "10 clients at once, while the server is busy for 300 ms; they give "
                       "up after 900 ms"};
  for (const int backlog : {10, 0}) {
    Result<LabRun> run = run_trial(lab, trial_with(backlog));
    if (!run.ok()) return run.error();
    const std::uint64_t expected = std::min(10, backlog + 1);
    report.findings.push_back(
        fmt::format("a backlog of {} serves {} of 10, expected {}: a queue holds one more than its "
                    "limit; {} overflows, expected {}",
                    backlog, run.value().load->answered, expected,
                    run.value().watched.front().overflows, 10 - expected));
    report.runs.push_back(std::move(run).value());
  }
  return report;
}

}  // namespace sockq
