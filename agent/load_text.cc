#include "agent/load_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "collectors/base/seconds.h"

namespace sockq {
namespace {

using Json = nlohmann::ordered_json;

double per_second(const LoadResult& result, std::uint64_t count) {
  const double elapsed = to_seconds(result.elapsed);
  return elapsed > 0 ? static_cast<double>(count) / elapsed : 0;
}

Json latency(const LatencyHistogram& times) {
  return {{"count", times.count()},
          {"mean", to_seconds(times.mean())},
          {"p50", to_seconds(times.quantile(0.5))},
          {"p90", to_seconds(times.quantile(0.9))},
          {"p99", to_seconds(times.quantile(0.99))},
          {"p999", to_seconds(times.quantile(0.999))},
          {"max", to_seconds(times.max())}};
}

std::string latency_row(const char* name, const LatencyHistogram& times) {
  return fmt::format("{:<12}{:>9}{:>11}{:>11}{:>11}{:>11}\n", name, times.count(),
                     time_text(times.quantile(0.5)), time_text(times.quantile(0.9)),
                     time_text(times.quantile(0.99)), time_text(times.max()));
}

}  // namespace

std::string time_text(std::chrono::nanoseconds time) {
  const double value = to_seconds(time);
  if (value >= 1) return fmt::format("{:.2f} s", value);
  if (value >= 1e-3) return fmt::format("{:.2f} ms", value * 1e3);
  return fmt::format("{:.0f} us", value * 1e6);
}

std::string load_table(const LoadResult& result) {
  std::string text = fmt::format(
      "{} requests in {}: {} answered ({:.1f}/s), {} refused, {} reset, {} timed out, {} failed\n",
      result.due, time_text(result.elapsed), result.answered, per_second(result, result.answered),
      result.refused, result.reset, result.timed_out, result.failed);
  text += fmt::format("{} connections, {} of which had to send their SYN again", result.connections,
                      result.syn_retried);
  if (result.errors > 0) text += fmt::format("; {} answers were errors", result.errors);
  text += fmt::format("\n{:<12}{:>9}{:>11}{:>11}{:>11}{:>11}\n", "", "COUNT", "P50", "P90", "P99",
                      "MAX");
  return text + latency_row("connect", result.connect) +
         latency_row("first byte", result.first_byte) + latency_row("total", result.total);
}

std::string load_json(const LoadResult& result) {
  const Json json = {{"elapsed", to_seconds(result.elapsed)},
                     {"due", result.due},
                     {"answered", result.answered},
                     {"answered_per_second", per_second(result, result.answered)},
                     {"errors", result.errors},
                     {"refused", result.refused},
                     {"reset", result.reset},
                     {"timed_out", result.timed_out},
                     {"failed", result.failed},
                     {"connections", result.connections},
                     {"syn_retried", result.syn_retried},
                     {"bytes", result.bytes},
                     {"connect", latency(result.connect)},
                     {"first_byte", latency(result.first_byte)},
                     {"total", latency(result.total)}};
  return json.dump(2) + "\n";
}

std::string load_progress_line(const LoadResult& so_far, double part) {
  constexpr std::size_t kWidth = 30;
  const auto filled =
      static_cast<std::size_t>(std::clamp(part, 0.0, 1.0) * static_cast<double>(kWidth));
  return fmt::format("[{:-<{}}] {:.1f} s  {} due  {} answered  {} lost", std::string(filled, '#'),
                     kWidth, to_seconds(so_far.elapsed), so_far.due, so_far.answered,
                     so_far.ended() - so_far.answered);
}

}  // namespace sockq
