#include "collectors/base/utf8.h"

#include <cstdint>

namespace sockq {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::uint32_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

/// How many bytes the sequence at the front of `text` has; 0 where it is not well-formed.
std::size_t sequence_length(std::string_view text) {
  const std::uint32_t first = byte_at(text, 0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  std::uint32_t code = first & (0x7FU >> length);
  for (std::size_t at = 1; at < length; ++at) {
    if ((byte_at(text, at) & 0xC0U) != 0x80) return 0;
    code = code << 6U | (byte_at(text, at) & 0x3FU);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return overlong || surrogate || code > 0x10FFFF ? 0 : length;
}

/// C0, DEL, and C1, which is two bytes in UTF-8.
bool is_control(std::string_view sequence) {
  const std::uint32_t first = byte_at(sequence, 0);
  if (sequence.size() == 1) return first < 0x20 || first == 0x7F;
  return first == 0xC2 && byte_at(sequence, 1) < 0xA0;
}

std::string replaced(std::string_view text, bool controls_too) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    const bool bad = length == 0 || (controls_too && is_control(text.substr(0, length)));
    const std::size_t taken = length == 0 ? 1 : length;
    result += bad ? kReplacement : text.substr(0, taken);
    text.remove_prefix(taken);
  }
  return result;
}

}  // namespace

std::string valid_utf8(std::string_view text) { return replaced(text, false); }

std::string printable_utf8(std::string_view text) { return replaced(text, true); }

}  // namespace sockq
