#include "exporters/textfile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "collectors/base/unique_fd.h"
#include "exporters/families.h"

namespace sockq {
namespace {

constexpr mode_t kReadableByAll = 0644;

std::string remedy_for(int code) {
  if (code == ENOENT) return "make the directory";
  if (code == EACCES || code == EPERM) return "let the user that sockq runs as write there";
  if (code == ENOSPC || code == EDQUOT) return "make room on the disk";
  return "";
}

/// What errno says now.
Error failure(std::string what, const std::string& file) {
  const int code = errno;
  return {code, std::move(what), file, remedy_for(code)};
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Result<Unit> write_new(const std::string& file, std::string_view text) {
  constexpr int kFlags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC;
  UniqueFd fd(::open(file.c_str(), kFlags, kReadableByAll));
  if (!fd.valid()) return failure("cannot create", file);
  if (::fchmod(fd.get(), kReadableByAll) != 0 || !write_all(fd.get(), text))
    return failure("cannot write", file);
  // A file system over a network may tell only now that there was no room.
  if (::close(fd.release()) != 0) return failure("cannot write", file);
  return Unit{};
}

}  // namespace

std::string textfile_text(const Snapshot& snapshot, const std::vector<std::string>& collectors) {
  CollectorNames wanted(collectors.begin(), collectors.end());
  std::erase(wanted, "process");
  return exposition_text(make_families(snapshot, wanted));
}

Result<Unit> replace_file(const std::string& file, std::string_view text) {
  const std::string beside = file + ".tmp";
  Result<Unit> outcome = write_new(beside, text);
  if (outcome.ok() && ::rename(beside.c_str(), file.c_str()) != 0)
    outcome = failure("cannot replace", file);
  if (!outcome.ok()) ::unlink(beside.c_str());
  return outcome;
}

}  // namespace sockq
