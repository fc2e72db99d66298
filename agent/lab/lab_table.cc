#include <fmt/format.h>

#include "agent/lab/report.h"
#include "agent/load_text.h"

namespace sockq {
namespace {

constexpr auto kRow = "{:<24}{:>7}{:>6}{:>6}{:>11}{:>11}{:>11}{:>11}{:>11}{:>11}{:>7}{:>10}{:>8}\n";

std::string row(const LabRun& run) {
  if (!run.load) return "";
  const LoadResult& load = *run.load;
  const Watched& queue = run.watched.back();  // that of the server that does the work
  return fmt::format(fmt::runtime(kRow), run.name, load.answered, load.refused + load.reset,
                     load.timed_out + load.failed, time_text(load.connect.quantile(0.5)),
                     time_text(load.connect.quantile(0.99)), time_text(load.total.quantile(0.5)),
                     time_text(load.total.quantile(0.99)),
                     fmt::format("{}/{}", queue.peak, queue.limit), time_text(queue.oldest_wait),
                     queue.overflows, time_text(run.processor_time),
                     run.memory_bytes == 0
                         ? "-"
                         : fmt::format("{:.1f} MB", static_cast<double>(run.memory_bytes) / 1e6));
}

}  // namespace

std::string lab_table(const LabReport& report) {
  std::string text = report.scenario + ": " + report.question + "\n\n";
  std::string rows;
  for (const LabRun& run : report.runs) rows += row(run);
  if (!rows.empty())
    text += fmt::format(fmt::runtime(kRow), "", "", "", "TIMED", "CONNECT", "", "TOTAL", "",
                        "QUEUE PEAK", "OLDEST", "OVER-", "", "") +
            fmt::format(fmt::runtime(kRow), "", "SERVED", "LOST", "OUT", "P50", "P99", "P50", "P99",
                        "OF LIMIT", "WAIT", "FLOWS", "CPU", "MEMORY") +
            rows + "\n";
  for (const std::string& finding : report.findings) text += "- " + finding + "\n";
  return text;
}

}  // namespace sockq
