#include <string>

#include "collectors/base/text.h"
#include "collectors/proc/parse.h"

namespace sockq {
namespace {

Error malformed(std::string_view what, std::string_view group) {
  const std::string_view shown = group.substr(0, 40);
  return {0, std::string(what), "'" + std::string(shown) + "'",
          "the text is cut short or not of this kernel"};
}

/// Counters are unsigned, a few numbers are signed (Tcp MaxConn is -1).
std::optional<std::int64_t> parse_kernel_number(std::string_view word) {
  if (const auto number = parse_number<std::uint64_t>(word))
    return static_cast<std::int64_t>(*number);
  return parse_number<std::int64_t>(word);
}

void set(Source source, std::string_view group, std::string_view key, std::int64_t number,
         KernelValues& values) {
  if (const auto row = find_kernel_value(source, group, key)) values[*row] = number;
}

/// "TcpExt:" at the front of a line, without its colon; empty where there is none.
std::string_view cut_group(std::string_view& line) {
  const std::string_view word = next_word(line);
  return word.ends_with(':') ? word.substr(0, word.size() - 1) : std::string_view{};
}

}  // namespace

Result<Unit> parse_counters(std::string_view text, Source source, KernelValues& values) {
  if (!text.ends_with('\n')) return malformed("the last line has no end", text);
  while (!text.empty()) {
    std::string_view names = next_line(text);
    std::string_view numbers = next_line(text);
    const std::string_view group = cut_group(names);
    if (group.empty() || cut_group(numbers) != group)
      return malformed("not a pair of lines of names and numbers", group);
    while (true) {
      const std::string_view name = next_word(names);
      const std::string_view word = next_word(numbers);
      if (name.empty() && word.empty()) break;
      const auto number = parse_kernel_number(word);
      if (name.empty() || !number) return malformed("names and numbers do not match", group);
      set(source, group, name, *number, values);
    }
  }
  return Unit{};
}

Result<Unit> parse_sockstat(std::string_view text, KernelValues& values) {
  if (!text.ends_with('\n')) return malformed("the last line has no end", text);
  while (!text.empty()) {
    std::string_view line = next_line(text);
    const std::string_view group = cut_group(line);
    if (group.empty()) return malformed("a line names no protocol", line);
    for (std::string_view key = next_word(line); !key.empty(); key = next_word(line)) {
      const auto number = parse_kernel_number(next_word(line));
      if (!number) return malformed("a name without a number", group);
      set(Source::sockstat, group, key, *number, values);
    }
  }
  return Unit{};
}

Result<Unit> parse_sysctl(std::string_view text, std::string_view path, KernelValues& values) {
  if (!text.ends_with('\n')) return malformed("the last line has no end", text);
  for (int index = 0;; ++index) {
    const std::string_view word = next_word(text);
    if (word.empty()) return index > 0 ? Result<Unit>(Unit{}) : malformed("no number", path);
    const auto number = parse_kernel_number(word);
    if (!number) return malformed("not a number", word);
    set(Source::sysctl, path, std::to_string(index), *number, values);
  }
}

}  // namespace sockq
