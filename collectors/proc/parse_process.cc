#include <array>
#include <chrono>
#include <optional>

#include "collectors/base/text.h"
#include "collectors/proc/parse.h"

namespace sockq {

namespace {

Error malformed(std::string_view text) {
  return {0, "not a process's stat", "'" + std::string(text.substr(0, 40)) + "'",
          "the text is cut short or not of this kernel"};
}

/// The fields of a stat by their numbers in proc_pid_stat(5), from the third one on.
class StatFields {
 public:
  explicit StatFields(std::string_view text) {
    const std::size_t name_end = text.rfind(')');
    if (name_end == std::string_view::npos) return;
    text.remove_prefix(name_end + 1);
    for (std::string_view& word : words_) word = next_word(text);
  }

  [[nodiscard]] std::string_view word(std::size_t field) const { return words_[field - kFirst]; }
  [[nodiscard]] std::optional<std::uint64_t> number(std::size_t field) const {
    return parse_number<std::uint64_t>(word(field));
  }

  static constexpr std::size_t kState = 3, kUserTime = 14, kSystemTime = 15, kThreads = 20,
                               kBegin = 22, kVirtual = 23, kResident = 24;

 private:
  static constexpr std::size_t kFirst = kState;
  std::array<std::string_view, kResident - kFirst + 1> words_;
};

}  // namespace

Result<ProcessStats> parse_process_stat(std::string_view text, long ticks_per_second,
                                        long page_bytes) {
  const StatFields fields(text);
  const auto user = fields.number(StatFields::kUserTime);
  const auto system = fields.number(StatFields::kSystemTime);
  const auto virtual_bytes = fields.number(StatFields::kVirtual);
  const auto resident = fields.number(StatFields::kResident);
  if (!user || !system || !virtual_bytes || !resident) return malformed(text);
  ProcessStats stats;
  stats.virtual_bytes = *virtual_bytes;
  stats.resident_bytes = *resident * static_cast<std::uint64_t>(page_bytes);
  stats.cpu_seconds = static_cast<double>(*user + *system) / static_cast<double>(ticks_per_second);
  return stats;
}

Result<ProcessActivity> parse_process_activity(std::string_view text, long ticks_per_second) {
  const StatFields fields(text);
  const std::string_view state = fields.word(StatFields::kState);
  const auto user = fields.number(StatFields::kUserTime);
  const auto system = fields.number(StatFields::kSystemTime);
  const auto threads = fields.number(StatFields::kThreads);
  const auto begin = fields.number(StatFields::kBegin);
  if (state.size() != 1 || !user || !system || !threads || !begin) return malformed(text);
  ProcessActivity activity;
  activity.state = state.front();
  const std::uint64_t ticks = *user + *system;
  activity.cpu =
      std::chrono::milliseconds(ticks * 1000 / static_cast<unsigned long>(ticks_per_second));
  activity.threads = static_cast<std::uint32_t>(*threads);
  activity.begin = *begin;
  return activity;
}

Result<std::uint64_t> parse_open_files_limit(std::string_view text) {
  constexpr std::string_view kName = "Max open files";
  while (!text.empty()) {
    std::string_view line = next_line(text);
    if (!line.starts_with(kName)) continue;
    line.remove_prefix(kName.size());
    const std::string_view word = next_word(line);
    if (word == "unlimited") return std::uint64_t{0};
    if (const auto limit = parse_number<std::uint64_t>(word)) return *limit;
  }
  return Error{0, "no limit on open files", "text", "it is cut short or not of this kernel"};
}

}  // namespace sockq
