#include "agent/server/stop.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "agent/server/wait.h"

namespace sockq {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

void Stop::note() {
  if (!deadline_) deadline_ = Clock::now() + drain_;
}

bool Stop::asked() {
  if (!deadline_ && readable_within(fd_, std::chrono::nanoseconds(0))) note();
  return deadline_.has_value();
}

bool Stop::over() { return asked() && Clock::now() >= *deadline_; }

Stop::Wake Stop::wait(int fd, short events, TimePoint until, bool idle) {
  while (true) {
    if (deadline_ && idle) return Wake::stop;
    const TimePoint now = Clock::now();
    if (deadline_ && now >= *deadline_) return Wake::stop;
    if (now >= until) return Wake::timeout;
    // poll(2) passes over a negative descriptor.
    std::array<pollfd, 2> watched{{{.fd = fd, .events = events, .revents = 0},
                                   {.fd = deadline_ ? -1 : fd_, .events = POLLIN, .revents = 0}}};
    const TimePoint next = std::min(until, deadline());
    const timespec left = to_timespec(next - now);
    const timespec* const limit = next == TimePoint::max() ? nullptr : &left;
    const int count = ::ppoll(watched.data(), watched.size(), limit, nullptr);
    if (count < 0 && errno != EINTR) return Wake::stop;
    if (count <= 0) continue;
    if (watched[0].revents != 0) return Wake::ready;
    note();
  }
}

bool Stop::sleep(std::chrono::nanoseconds time) {
  const TimePoint now = Clock::now();
  const bool for_ever = time > TimePoint::max() - now;
  return wait(-1, 0, for_ever ? TimePoint::max() : now + time, false) == Wake::timeout;
}

}  // namespace sockq
