#include "agent/server/wait.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <limits>

namespace sockq {

timespec to_timespec(std::chrono::nanoseconds time) {
  const auto left = std::max(time, std::chrono::nanoseconds{0});
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
  return {.tv_sec = seconds.count(), .tv_nsec = (left - seconds).count()};
}

int to_milliseconds(std::chrono::nanoseconds time) {
  if (time.count() < 0) return -1;
  const auto rounded_up = std::chrono::ceil<std::chrono::milliseconds>(time).count();
  return static_cast<int>(std::min<std::int64_t>(rounded_up, std::numeric_limits<int>::max()));
}

bool readable_within(int fd, std::chrono::nanoseconds time) {
  const auto start = std::chrono::steady_clock::now();
  pollfd waited{.fd = fd, .events = POLLIN, .revents = 0};
  while (true) {
    const timespec left = to_timespec(time - (std::chrono::steady_clock::now() - start));
    const int count = ::ppoll(&waited, 1, &left, nullptr);
    if (count >= 0 || errno != EINTR) return count != 0;
  }
}

UniqueFd watch_process(pid_t pid) {
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

}  // namespace sockq
