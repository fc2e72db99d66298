#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace sockq {

/// The whole of `text` as a decimal number, or nothing: no sign where T has none, no blanks, no
/// overflow, no rest.
template <class T>
[[nodiscard]] std::optional<T> parse_number(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Cuts the next blank-separated word off the front of `text`; empty at the end.
[[nodiscard]] inline std::string_view next_word(std::string_view& text) {
  const std::size_t begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return text = {};
  const std::size_t end = text.find_first_of(" \t\n", begin);
  const std::string_view word = text.substr(begin, end - begin);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end);
  return word;
}

/// Cuts the next line off the front of `text`, without its newline.
[[nodiscard]] inline std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  return line;
}

}  // namespace sockq
