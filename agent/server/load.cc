#include "agent/server/load.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <string>
#include <vector>

#include "agent/server/load_connection.h"
#include "agent/server/wait.h"

namespace sockq {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMostOpen = 64;
constexpr std::chrono::seconds kLongest{5};

/// Falls due at once and then every interval; a time missed is not made up for.
class Pulse {
 public:
  Pulse(std::chrono::nanoseconds interval, Clock::time_point start)
      : interval_(interval), next_(interval.count() > 0 ? start : Clock::time_point::max()) {}

  [[nodiscard]] Clock::time_point next() const { return next_; }
  [[nodiscard]] bool due(Clock::time_point now) {
    if (now < next_) return false;
    next_ += interval_;
    if (next_ <= now) next_ = now + interval_;
    return true;
  }

 private:
  std::chrono::nanoseconds interval_;
  Clock::time_point next_;
};

class Load {
 public:
  explicit Load(const LoadOptions& options)
      : options_(options),
        request_("GET / HTTP/1.1\r\nHost: " + options.target.text() +
                 "\r\nConnection: close\r\n\r\n"),
        single_(options.interval, Clock::now()),
        burst_(options.burst_interval, Clock::now()) {}

  Result<Unit> run(int stop_fd) {
    std::vector<pollfd> awaited;
    while (true) {
      const Clock::time_point now = Clock::now();
      std::erase_if(open_, [now](const LoadConnection& one) { return one.over(now); });
      if (single_.due(now)) connect(1, now);
      if (burst_.due(now)) connect(options_.burst, now);

      awaited.assign(1, {.fd = stop_fd, .events = POLLIN, .revents = 0});
      for (const LoadConnection& one : open_) awaited.push_back(one.awaited());
      const timespec left = to_timespec(next_time() - Clock::now());
      const int count = ::ppoll(awaited.data(), awaited.size(), &left, nullptr);
      if (count < 0 && errno != EINTR) return Error{errno, "cannot wait for sockets", "load", ""};
      if (count <= 0) continue;
      if (awaited.front().revents != 0) return Unit{};
      for (std::size_t i = 0; i < open_.size(); ++i)
        if (awaited[i + 1].revents != 0) open_[i].advance();
    }
  }

 private:
  void connect(int count, Clock::time_point now) {
    for (int i = 0; i < count && open_.size() < kMostOpen; ++i)
      open_.emplace_back(options_.target, request_, now + kLongest).advance();
  }

  [[nodiscard]] Clock::time_point next_time() const {
    Clock::time_point next = std::min(single_.next(), burst_.next());
    for (const LoadConnection& one : open_) next = std::min(next, one.deadline());
    return next;
  }

  const LoadOptions& options_;
  std::string request_;
  Pulse single_;
  Pulse burst_;
  std::vector<LoadConnection> open_;
};

}  // namespace

Result<Unit> run_load(const LoadOptions& options, int stop_fd) {
  return Load(options).run(stop_fd);
}

}  // namespace sockq
