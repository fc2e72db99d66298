#include "collectors/proc/procfs.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

namespace sockq {
namespace {

constexpr std::size_t kFirstRead = 16 * 1024;
constexpr std::size_t kLongestPath = 255;
constexpr std::size_t kLargestFile = 16 * 1024 * 1024;

Error cannot_read(std::string path, int code) {
  const char* remedy = code == ENOENT   ? "check that procfs is mounted there (--path.procfs)"
                       : code == EACCES ? "let this user read it"
                                        : "";
  return {code, "cannot read", std::move(path), remedy};
}

}  // namespace

MountedProcFs::MountedProcFs(std::string root)
    : root_(std::move(root)), root_fd_(::open(root_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {}

std::string MountedProcFs::full_path(std::string_view path) const {
  std::string full = root_;
  full.append("/").append(path);
  return full;
}

/// An invalid descriptor and errno where it fails.
UniqueFd MountedProcFs::open(std::string_view path, int flags) const {
  std::array<char, kLongestPath + 1> terminated{};
  if (path.size() > kLongestPath) {
    errno = ENAMETOOLONG;
    return {};
  }
  std::ranges::copy(path, terminated.begin());
  return UniqueFd(::openat(root_fd_.get(), terminated.data(), flags | O_RDONLY | O_CLOEXEC));
}

Result<std::string_view> MountedProcFs::read(std::string_view path, std::string& buffer) const {
  const UniqueFd fd = open(path, 0);
  if (!fd.valid()) return cannot_read(full_path(path), errno);
  if (buffer.size() < kFirstRead) buffer.resize(kFirstRead);
  std::size_t used = 0;
  while (true) {
    const ssize_t count = ::read(fd.get(), buffer.data() + used, buffer.size() - used);
    if (count == 0) return std::string_view(buffer.data(), used);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot_read(full_path(path), errno);
    used += static_cast<std::size_t>(count);
    if (used < buffer.size()) continue;
    if (used >= kLargestFile) return cannot_read(full_path(path), EFBIG);
    buffer.resize(buffer.size() * 2);
  }
}

Result<std::vector<std::string>> MountedProcFs::list(std::string_view path) const {
  UniqueFd fd = open(path, O_DIRECTORY);
  if (!fd.valid()) return cannot_read(full_path(path), errno);
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::fdopendir(fd.get()), ::closedir);
  if (!directory) return cannot_read(full_path(path), errno);
  (void)fd.release();  // closedir closes it
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(directory.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  if (errno != 0) return cannot_read(full_path(path), errno);
  return names;
}

}  // namespace sockq
