#include "agent/output/line_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace sockq {
namespace {

constexpr mode_t kNotForAll = 0640;

/// Room for a line of PIPE_BUF bytes or less in a pipe; a file always has it (poll(2), pipe(7)).
bool has_room(int fd) {
  pollfd watched{.fd = fd, .events = POLLOUT, .revents = 0};
  return ::poll(&watched, 1, 0) == 1 && (watched.revents & POLLOUT) != 0;
}

}  // namespace

Error LineFile::failure(int code) const {
  const char* remedy = code == ENOENT ? "make the directory"
                       : code == EACCES || code == EPERM
                           ? "let the user that sockq runs as write there"
                       : code == ENOSPC || code == EDQUOT ? "make room on the disk"
                       : code == EAGAIN                   ? "let somebody read it"
                                                          : "";
  return {code, "cannot write", name_ == "-" ? "standard output" : name_, remedy};
}

Result<Unit> LineFile::open() {
  if (fd_.valid()) return Unit{};
  constexpr int kFlags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  fd_.reset(name_ == "-" ? ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0)
                         : ::open(name_.c_str(), kFlags, kNotForAll));
  if (!fd_.valid()) return failure(errno);
  return Unit{};
}

Result<Unit> LineFile::append(std::string_view line) {
  if (Result<Unit> opened = open(); !opened.ok()) return opened;
  if (!has_room(fd_.get())) return failure(EAGAIN);
  struct stat before {};
  const bool is_file = ::fstat(fd_.get(), &before) == 0 && S_ISREG(before.st_mode);
  ssize_t written = 0;
  do {
    written = ::write(fd_.get(), line.data(), line.size());
  } while (written < 0 && errno == EINTR);
  if (written == static_cast<ssize_t>(line.size())) return Unit{};
  const int code = written < 0 ? errno : ENOSPC;
  // A line that is not whole would spoil the one after it.
  if (written > 0 && is_file && ::ftruncate(fd_.get(), before.st_size) != 0) return failure(errno);
  return failure(code);
}

}  // namespace sockq
