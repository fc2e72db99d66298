#include "collectors/proc/procfs.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "collectors/base/unique_fd.h"

namespace sockq {
namespace {

constexpr std::size_t kFirstRead = 16 * 1024;
constexpr std::size_t kLargestFile = 16 * 1024 * 1024;

Error cannot_read(std::string path, int code) {
  const char* remedy = code == ENOENT   ? "check that procfs is mounted there (--path.procfs)"
                       : code == EACCES ? "let this user read it"
                                        : "";
  return {code, "cannot read", std::move(path), remedy};
}

}  // namespace

std::string MountedProcFs::full_path(std::string_view path) const {
  std::string full = root_;
  full.append("/").append(path);
  return full;
}

Result<std::string_view> MountedProcFs::read(std::string_view path, std::string& buffer) const {
  std::string full = full_path(path);
  const UniqueFd fd(::open(full.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return cannot_read(std::move(full), errno);
  if (buffer.size() < kFirstRead) buffer.resize(kFirstRead);
  std::size_t used = 0;
  while (true) {
    const ssize_t count = ::read(fd.get(), buffer.data() + used, buffer.size() - used);
    if (count == 0) return std::string_view(buffer.data(), used);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return cannot_read(std::move(full), errno);
    used += static_cast<std::size_t>(count);
    if (used < buffer.size()) continue;
    if (used >= kLargestFile) return cannot_read(std::move(full), EFBIG);
    buffer.resize(buffer.size() * 2);
  }
}

Result<std::vector<std::string>> MountedProcFs::list(std::string_view path) const {
  std::string full = full_path(path);
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(full.c_str()), ::closedir);
  if (!directory) return cannot_read(std::move(full), errno);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(directory.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  if (errno != 0) return cannot_read(std::move(full), errno);
  return names;
}

}  // namespace sockq
