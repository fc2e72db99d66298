#include "exporters/web/text_file.h"

#include <fcntl.h>

#include <array>
#include <cerrno>

#include "collectors/base/unique_fd.h"

namespace sockq {
namespace {

constexpr std::size_t kMaxBytes = 1024 * 1024;

bool equal(const timespec& a, const timespec& b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

}  // namespace

Result<std::string> read_text_file(const std::string& path) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat found {};
  if (!fd.valid() || ::fstat(fd.get(), &found) != 0)
    return Error{errno, "cannot read", path, "let sockq's user read it"};
  if (!S_ISREG(found.st_mode)) return Error{0, "no regular file", path, "give a file"};
  std::string text;
  std::array<char, 16384> buffer;
  ssize_t size = 0;
  while ((size = ::read(fd.get(), buffer.data(), buffer.size())) > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(size));
    if (text.size() > kMaxBytes) return Error{0, "more than 1 MiB", path, "give a smaller file"};
  }
  if (size < 0) return Error{errno, "cannot read", path, ""};
  return text;
}

FileMark FileMark::of(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return {};
  return {found.st_dev, found.st_ino, found.st_size, found.st_mtim, found.st_ctim};
}

bool FileMark::operator==(const FileMark& other) const {
  return device == other.device && inode == other.inode && size == other.size &&
         equal(modified, other.modified) && equal(changed, other.changed);
}

}  // namespace sockq
