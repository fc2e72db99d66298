#include <fmt/format.h>

#include "agent/lab/scenario.h"
#include "agent/lab/slope.h"

namespace sockq {
namespace {

using namespace std::chrono_literals;

constexpr double kServed = 10;  // a second, by one thread with 100 ms a request
constexpr double kBelow = 8;
constexpr double kAbove = 30;
constexpr int kBacklog = 20;

Result<LabRun> run_at(const Lab& lab, double rate, std::chrono::nanoseconds duration) {
  Trial trial{
      .name = fmt::format("{:.0f} requests/s", rate),
      .server = {"--pattern", "serial", "--work", "100ms", "--backlog", std::to_string(kBacklog)},
      .load = {}};
  trial.load.schedule = {.rate = rate, .duration = duration};
  trial.load.timeout = 4s;
  trial.load.most_open = 1000;
  return run_trial(lab, trial);
}

}  // namespace

Result<LabReport> run_rate(const Lab& lab) {
  LabReport report{.scenario = "rate",
                   .question = fmt::format("one thread, 100 ms a request, backlog {}: it serves "
                                           "{:.0f} requests a second",
                                           kBacklog, kServed)};
  Result<LabRun> below = run_at(lab, kBelow, 3s);
  if (!below.ok()) return below.error();
  Result<LabRun> above = run_at(lab, kAbove, 4s);
  if (!above.ok()) return above.error();

  const Watched& quiet = below.value().watched.front();
  report.findings.push_back(
      fmt::format("{:.0f}/s: queue at most {}, expected no more than 1; {} overflows, expected 0",
                  kBelow, quiet.peak, quiet.overflows));
  const Watched& busy = above.value().watched.front();
  const QueueGrowth growth = queue_growth(busy.points);
  const double expected = kAbove - kServed;
  const double expected_full = (kBacklog + 1) / expected;
  report.findings.push_back(
      fmt::format("{:.0f}/s: the queue grows by {:.1f} a second, expected {:.0f} - {:.0f} = {:.0f}",
                  kAbove, growth.per_second, kAbove, kServed, expected));
  report.findings.push_back(fmt::format(
      "{:.0f}/s: full after {:.2f} s, expected {} / {:.0f} = {:.2f} s; then {} overflows, for "
      "every "
      "SYN that comes again counts again",
      kAbove, growth.seconds_until_full, kBacklog + 1, expected, expected_full, busy.overflows));
  above.value().figures = {{"growth_per_second", growth.per_second},
                           {"growth_per_second_expected", expected},
                           {"seconds_until_full", growth.seconds_until_full},
                           {"seconds_until_full_expected", expected_full}};
  report.runs.push_back(std::move(below).value());
  report.runs.push_back(std::move(above).value());
  return report;
}

}  // namespace sockq
