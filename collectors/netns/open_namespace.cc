#include "collectors/netns/open_namespace.h"

#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <cerrno>

namespace sockq {

Result<OpenNamespace> open_namespace(const std::string& path) {
  UniqueFd nsfs(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (!nsfs.valid() || ::fstat(nsfs.get(), &status) != 0)
    return Error{errno, "cannot open the network namespace", path,
                 errno == EACCES ? "give sockq the capability SYS_PTRACE" : ""};
  if (::ioctl(nsfs.get(), NS_GET_NSTYPE) != CLONE_NEWNET)
    return Error{EINVAL, "is no network namespace", path, "name one of /run/netns or /proc/PID/ns"};
  return OpenNamespace{std::move(nsfs), status.st_ino};
}

}  // namespace sockq
