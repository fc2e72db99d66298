#include "collectors/proc/procfs.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <optional>

#include "collectors/base/text.h"

namespace sockq {
namespace {

constexpr std::size_t kFirstRead = 16 * 1024;
constexpr std::size_t kLongestPath = 1023;
constexpr std::size_t kLongestLink = 4096;  // PATH_MAX
constexpr std::size_t kSocketLink = 64;
constexpr std::size_t kLargestFile = 16 * 1024 * 1024;

Error cannot_read(std::string path, int code) {
  const char* remedy = code == ENOENT   ? "check that procfs is mounted there (--path.procfs)"
                       : code == EACCES ? "let this user read it"
                                        : "";
  return {code, "cannot read", std::move(path), remedy};
}

/// Of "socket:[4711]" (sockfs_dname, net/socket.c).
std::optional<std::uint32_t> socket_inode(std::string_view target) {
  constexpr std::string_view kPrefix = "socket:[";
  if (!target.starts_with(kPrefix) || !target.ends_with(']')) return std::nullopt;
  target.remove_prefix(kPrefix.size());
  target.remove_suffix(1);
  return parse_number<std::uint32_t>(target);
}

}  // namespace

MountedProcFs::MountedProcFs(std::string root)
    : root_(std::move(root)), root_fd_(::open(root_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {}

std::string MountedProcFs::full_path(std::string_view path) const {
  std::string full = root_;
  if (!full.ends_with('/')) full.append("/");
  return full.append(path);
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

/// Calls `visit` for each entry of a directory, with its descriptor, as long as it says true.
template <class Visit>
Result<Unit> MountedProcFs::for_each_entry(std::string_view path, Visit visit) const {
  UniqueFd fd = open(path.empty() ? "." : path, O_DIRECTORY);
  if (!fd.valid()) return cannot_read(full_path(path), errno);
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::fdopendir(fd.get()), ::closedir);
  if (!directory) return cannot_read(full_path(path), errno);
  (void)fd.release();  // closedir closes it
  while (true) {
    errno = 0;
    const dirent* entry = ::readdir(directory.get());
    if (entry == nullptr && errno != 0) return cannot_read(full_path(path), errno);
    if (entry == nullptr || !visit(::dirfd(directory.get()), *entry)) return Unit{};
  }
}

Result<std::vector<std::string>> MountedProcFs::list(std::string_view path) const {
  std::vector<std::string> names;
  const Result<Unit> outcome = for_each_entry(path, [&](int, const dirent& entry) {
    const std::string_view name = entry.d_name;
    if (name != "." && name != "..") names.emplace_back(name);
    return true;
  });
  if (!outcome.ok()) return outcome.error();
  return names;
}

Result<std::string> MountedProcFs::link(std::string_view path) const {
  const std::string terminated(path);
  std::string target(kLongestLink, '\0');
  const ssize_t length =
      ::readlinkat(root_fd_.get(), terminated.c_str(), target.data(), target.size());
  if (length < 0) return cannot_read(full_path(path), errno);
  target.resize(static_cast<std::size_t>(length));
  return target;
}

Result<std::vector<Directory>> MountedProcFs::directories(std::string_view path) const {
  std::vector<Directory> found;
  const Result<Unit> outcome = for_each_entry(path, [&](int, const dirent& entry) {
    if (entry.d_type == DT_DIR && std::string_view(entry.d_name) != "..")
      found.push_back({entry.d_name, entry.d_ino});
    return true;
  });
  if (!outcome.ok()) return outcome.error();
  return found;
}

Result<std::vector<SocketFd>> MountedProcFs::sockets(std::string_view path,
                                                     std::span<const std::uint32_t> wanted) const {
  std::vector<SocketFd> found;
  std::size_t looked_at = 0;
  int refused = 0;
  const Result<Unit> outcome = for_each_entry(path, [&](int directory, const dirent& entry) {
    const auto fd = parse_number<int>(entry.d_name);
    if (!fd) return true;
    std::array<char, kSocketLink> target;
    const ssize_t length = ::readlinkat(directory, entry.d_name, target.data(), target.size());
    if (length < 0 && errno != ENOENT) refused = errno;
    if (length < 0) return refused == 0;
    const auto inode =
        socket_inode(std::string_view(target.data(), static_cast<std::size_t>(length)));
    if (inode && std::ranges::binary_search(wanted, *inode)) found.push_back({*fd, *inode});
    return ++looked_at < kMostFds;
  });
  if (!outcome.ok()) return outcome.error();
  if (refused != 0) return cannot_read(full_path(path), refused);
  return found;
}

Result<std::uint64_t> MountedProcFs::inode(std::string_view path) const {
  const std::string terminated(path);
  struct stat status {};
  if (::fstatat(root_fd_.get(), terminated.c_str(), &status, 0) < 0)
    return cannot_read(full_path(path), errno);
  return status.st_ino;
}

}  // namespace sockq
