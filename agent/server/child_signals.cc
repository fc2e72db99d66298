#include "agent/server/child_signals.h"

#include <csignal>
#include <initializer_list>

namespace sockq {

void reset_child_signals() {
  std::signal(SIGINT, SIG_IGN);
  for (const int number : {SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGCHLD})
    std::signal(number, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace sockq
