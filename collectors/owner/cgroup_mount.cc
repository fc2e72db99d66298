#include "collectors/owner/cgroup_mount.h"

#include "collectors/base/text.h"

namespace sockq {
namespace {

bool is_octal(char letter) { return letter >= '0' && letter <= '7'; }

/// Blanks and backslashes in a path are written as "\040" (mangle, fs/seq_file.c).
std::string unescape(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escaped = text[at] == '\\' && at + 3 < text.size() && is_octal(text[at + 1]) &&
                         is_octal(text[at + 2]) && is_octal(text[at + 3]);
    if (!escaped) {
      plain += text[at];
      continue;
    }
    plain += static_cast<char>((text[at + 1] - '0') * 64 + (text[at + 2] - '0') * 8 +
                               (text[at + 3] - '0'));
    at += 3;
  }
  return plain;
}

}  // namespace

std::optional<std::string> find_cgroup_mount(std::string_view mountinfo) {
  constexpr std::string_view kBeforeType = " - ";
  constexpr int kMountPoint = 5;
  while (!mountinfo.empty()) {
    std::string_view line = next_line(mountinfo);
    const std::size_t dash = line.find(kBeforeType);
    if (dash == std::string_view::npos) continue;
    std::string_view after = line.substr(dash + kBeforeType.size());
    if (next_word(after) != "cgroup2") continue;
    std::string_view point;
    for (int word = 0; word < kMountPoint; ++word) point = next_word(line);
    if (point.starts_with('/')) return unescape(point);
  }
  return std::nullopt;
}

}  // namespace sockq
