#include "agent/server/children.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "agent/server/child_signals.h"
#include "agent/server/wait.h"

namespace sockq {
namespace {

Error cannot(const char* what) { return {errno, what, "child process", ""}; }

}  // namespace

Children::Children(UniqueFd epoll, UniqueFd read_end, UniqueFd write_end)
    : epoll_(std::move(epoll)), read_end_(std::move(read_end)), write_end_(std::move(write_end)) {}

Children::~Children() { end(std::chrono::nanoseconds(0)); }

Result<Children> Children::open() {
  UniqueFd epoll(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll.valid()) return cannot("cannot watch");
  std::array<int, 2> ends;
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return cannot("cannot make a pipe");
  return Children(std::move(epoll), UniqueFd(ends[0]), UniqueFd(ends[1]));
}

Result<pid_t> Children::start(const std::function<int(int stop_fd)>& body, UniqueFd* given) {
  const pid_t child = ::fork();
  if (child < 0) return cannot("cannot fork");
  if (child == 0) {
    write_end_.reset();
    reset_child_signals();
    ::_exit(body(read_end_.get()));
  }
  if (given != nullptr) given->reset();
  UniqueFd process = watch_process(child);
  epoll_event event{.events = EPOLLIN, .data = {.fd = child}};
  if (!process.valid() || ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, process.get(), &event) != 0) {
    const Error error = cannot("cannot watch");
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    return error;
  }
  watched_.emplace(child, std::move(process));
  return child;
}

std::vector<pid_t> Children::reap() {
  std::vector<pid_t> ended;
  std::array<epoll_event, 64> events;
  const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), 0);
  for (int i = 0; i < count; ++i) {
    const pid_t child = events[static_cast<std::size_t>(i)].data.fd;
    ::waitpid(child, nullptr, 0);
    forget(child);
    ended.push_back(child);
  }
  return ended;
}

/// Closing is not enough: children that were forked meanwhile have copies (epoll(7), Q6).
void Children::forget(pid_t child) {
  const auto known = watched_.find(child);
  if (known == watched_.end()) return;
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, known->second.get(), nullptr);
  watched_.erase(known);
}

void Children::end(std::chrono::nanoseconds patience) {
  ask_to_end();
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!watched_.empty()) {
    if (!readable_within(fd(), deadline - std::chrono::steady_clock::now())) break;
    reap();
  }
  for (const auto& [child, process] : watched_) ::kill(child, SIGKILL);
  for (const auto& [child, process] : watched_) ::waitpid(child, nullptr, 0);
  watched_.clear();
}

}  // namespace sockq
