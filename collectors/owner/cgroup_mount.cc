#include "collectors/owner/cgroup_mount.h"

#include <algorithm>

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

/// A line of mountinfo, as far as it matters here.
struct MountLine {
  std::string_view root;
  std::string_view point;
  std::string_view type;
  std::string_view super_options;
};

MountLine split_mount(std::string_view line) {
  constexpr std::string_view kBeforeType = " - ";
  constexpr int kRoot = 4;
  MountLine mount;
  const std::size_t dash = line.find(kBeforeType);
  if (dash == std::string_view::npos) return mount;
  std::string_view after = line.substr(dash + kBeforeType.size());
  mount.type = next_word(after);
  (void)next_word(after);  // the device
  mount.super_options = next_word(after);
  for (int word = 0; word < kRoot; ++word) mount.root = next_word(line);
  mount.point = next_word(line);
  return mount;
}

/// Whether a list such as "rw,cpu,cpuacct" has `word`.
bool lists(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (list.substr(0, end) == word) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

}  // namespace

std::optional<std::string> find_cgroup_mount(std::string_view mountinfo) {
  while (!mountinfo.empty()) {
    const MountLine mount = split_mount(next_line(mountinfo));
    if (mount.type == "cgroup2" && mount.point.starts_with('/')) return unescape(mount.point);
  }
  return std::nullopt;
}

std::optional<CgroupMount> find_cpu_mount(std::string_view mountinfo) {
  while (!mountinfo.empty()) {
    const MountLine mount = split_mount(next_line(mountinfo));
    if (mount.type == "cgroup" && lists(mount.super_options, "cpu") && mount.point.starts_with('/'))
      return CgroupMount{unescape(mount.root), unescape(mount.point)};
  }
  return std::nullopt;
}

}  // namespace sockq
