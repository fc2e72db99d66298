#include "tests/support/own_namespace.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "tests/support/loopback_up.h"

namespace sockq {
namespace {

constexpr int kNotAllowed = 77;

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
