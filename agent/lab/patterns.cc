#include <fmt/format.h>

#include "agent/lab/scenario.h"
#include "agent/server/patterns/pattern.h"
#include "collectors/base/seconds.h"

namespace sockq {
namespace {

std::string duration_word(std::chrono::nanoseconds time) {
  return fmt::format("{}us", std::chrono::duration_cast<std::chrono::microseconds>(time).count());
}

Trial trial_of(const Pattern& pattern, const LabOptions& options) {
  Trial trial;
  trial.name = pattern.name;
  trial.server = {"--pattern", trial.name,
                  "--work",    duration_word(options.work),
                  "--backlog", std::to_string(options.backlog)};
  if (pattern.workers != 1)
    trial.server.insert(trial.server.end(), {"--workers", std::to_string(options.workers)});
  trial.load.schedule = {.rate = options.rate, .duration = options.duration};
  trial.load.timeout = std::chrono::seconds(2);
  trial.load.most_open = 10'000;
  return trial;
}

}  // namespace

Result<LabReport> run_patterns(const Lab& lab) {
  const LabOptions& options = lab.options;
  LabReport report{.scenario = "patterns",
                   .question = fmt::format(
                       "{} requests a second for {:.1f} s, each {:.0f} ms of work, backlog {}, {} "
                       "workers where there are several",
                       options.rate, to_seconds(options.duration),
                       std::chrono::duration<double, std::milli>(options.work).count(),
                       options.backlog, options.workers)};
  for (const Pattern& pattern : pattern_table()) {
    Result<LabRun> run = run_trial(lab, trial_of(pattern, options));
    if (!run.ok()) return run.error();
    report.runs.push_back(std::move(run).value());
  }
  const double one = 1 / to_seconds(options.work);
  report.findings.push_back(fmt::format(
      "one thread serves {:.0f} requests a second, {} workers {:.0f}: what waits meanwhile is in "
      "the queue, and what finds it full is dropped and tries again",
      one, options.workers, one * static_cast<double>(options.workers)));
  return report;
}

}  // namespace sockq
