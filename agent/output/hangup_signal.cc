#include "agent/output/hangup_signal.h"

#include <sys/signalfd.h>

#include <cerrno>
#include <csignal>

namespace sockq {

Result<HangupSignal> HangupSignal::block() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  UniqueFd fd(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!fd.valid()) return Error{errno, "cannot wait for signals", "signalfd", ""};
  return HangupSignal(std::move(fd));
}

bool HangupSignal::came() const {
  signalfd_siginfo signal{};
  return ::read(fd_.get(), &signal, sizeof(signal)) == static_cast<ssize_t>(sizeof(signal));
}

}  // namespace sockq
