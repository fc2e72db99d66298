#include "tests/support/own_namespace.h"

#include <gtest/gtest.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>

#include "collectors/base/unique_fd.h"

namespace sockq {
namespace {

constexpr int kNotAllowed = 77;

bool bring_loopback_up() {
  const UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::strncpy(request.ifr_name, "lo", sizeof(request.ifr_name) - 1);
  request.ifr_flags = IFF_UP;
  return fd.valid() && ::ioctl(fd.get(), SIOCSIFFLAGS, &request) == 0;
}

bool enter_new_namespace() {
  if (::unshare(CLONE_NEWNET) != 0 && ::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
  return bring_loopback_up();
}

}  // namespace

NamespaceOutcome in_own_namespace(const std::function<void()>& body) {
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    if (!enter_new_namespace()) ::_exit(kNotAllowed);
    body();
    std::fflush(nullptr);
    ::_exit(testing::Test::HasFailure() ? 1 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNotAllowed) return NamespaceOutcome::not_allowed;
  return status == 0 ? NamespaceOutcome::passed : NamespaceOutcome::failed;
}

}  // namespace sockq
