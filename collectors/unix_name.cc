#include "collectors/unix_name.h"

namespace sockq {
namespace {

void append_escaped(std::string& text, char letter) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(letter);
  text.append("\\x").append(1, kDigits[byte >> 4U]).append(1, kDigits[byte & 0xfU]);
}

bool is_plain(char letter) { return letter >= ' ' && letter <= '~' && letter != '\\'; }

}  // namespace

std::string unix_name_text(const UnixName& name) {
  std::string_view bytes = name.bytes();
  std::string text;
  if (bytes.starts_with('\0') || bytes.starts_with('@')) {
    if (bytes.front() == '\0')
      text.push_back('@');
    else
      append_escaped(text, '@');
    bytes.remove_prefix(1);
  }
  for (const char letter : bytes) {
    if (is_plain(letter))
      text.push_back(letter);
    else
      append_escaped(text, letter);
  }
  return text;
}

}  // namespace sockq
