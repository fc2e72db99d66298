#pragma once

#include <sys/stat.h>

#include <string>

#include "collectors/base/result.h"

namespace sockq {

/// The whole of a regular file of at most 1 MiB. Never waits, as on a pipe. Errors name the path.
[[nodiscard]] Result<std::string> read_text_file(const std::string& path);

/// Tells whether a path leads to the same bytes as before, without reading them: by inode, size
/// and times, through links (stat(2)). All 0 where there is nothing.
struct FileMark {
  dev_t device = 0;
  ino_t inode = 0;
  off_t size = 0;
  timespec modified{};
  timespec changed{};

  [[nodiscard]] static FileMark of(const std::string& path);
  bool operator==(const FileMark& other) const;
};

}  // namespace sockq
