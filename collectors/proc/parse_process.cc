#include <cctype>

#include "collectors/base/text.h"
#include "collectors/proc/parse.h"

namespace sockq {

Result<ProcessStats> parse_process_stat(std::string_view text, long ticks_per_second,
                                        long page_bytes) {
  const Error malformed{0, "not a process's stat", "'" + std::string(text.substr(0, 40)) + "'",
                        "the text is cut short or not of this kernel"};
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string_view::npos) return malformed;
  text.remove_prefix(name_end + 1);
  constexpr int kFirstField = 3, kUserTime = 14, kSystemTime = 15, kVirtual = 23, kResident = 24;
  ProcessStats stats;
  std::uint64_t ticks = 0;
  for (int field = kFirstField; field <= kResident; ++field) {
    const std::string_view word = next_word(text);
    if (field != kUserTime && field != kSystemTime && field != kVirtual && field != kResident)
      continue;
    const auto number = parse_number<std::uint64_t>(word);
    if (!number) return malformed;
    if (field == kUserTime || field == kSystemTime) ticks += *number;
    if (field == kVirtual) stats.virtual_bytes = *number;
    if (field == kResident) stats.resident_bytes = *number * static_cast<std::uint64_t>(page_bytes);
  }
  stats.cpu_seconds = static_cast<double>(ticks) / static_cast<double>(ticks_per_second);
  return stats;
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
