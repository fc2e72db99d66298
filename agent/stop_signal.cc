#include "agent/stop_signal.h"

#include <poll.h>
#include <sys/signalfd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

namespace sockq {
namespace {

/// Nobody ignores it, as nohup(1) does: once blocked, it would come nevertheless (sig_ignored,
/// kernel/signal.c). And nobody else has blocked it, to wait for it.
bool is_free(int signal) {
  struct sigaction action {};
  sigset_t blocked;
  return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler != SIG_IGN &&
         ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked) == 0 &&
         ::sigismember(&blocked, signal) == 0;
}

}  // namespace

Result<StopSignal> StopSignal::block() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  if (is_free(SIGHUP)) sigaddset(&signals, SIGHUP);
  std::signal(SIGPIPE, SIG_IGN);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  UniqueFd fd(::signalfd(-1, &signals, SFD_CLOEXEC));
  if (!fd.valid()) return Error{errno, "cannot wait for signals", "signalfd", ""};
  return StopSignal(std::move(fd));
}

void StopSignal::wait() const {
  while (!comes_before(std::chrono::steady_clock::now() + std::chrono::hours(1))) {
  }
}

bool StopSignal::comes_before(std::chrono::steady_clock::time_point deadline) const {
  pollfd watched{.fd = fd_.get(), .events = POLLIN, .revents = 0};
  while (true) {
    const auto left = std::max(deadline - std::chrono::steady_clock::now(),
                               std::chrono::steady_clock::duration(0));
    const auto rounded_up = std::chrono::ceil<std::chrono::milliseconds>(left);
    const int ready = ::poll(&watched, 1, static_cast<int>(rounded_up.count()));
    if (ready == 0) return false;
    if (ready > 0) return true;
    if (errno != EINTR) return true;
  }
}

}  // namespace sockq
