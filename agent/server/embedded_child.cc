#include "agent/server/embedded_child.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <thread>
#include <utility>
#include <vector>

#include "agent/server/child_signals.h"
#include "agent/server/load/load.h"
#include "collectors/base/unique_fd.h"

namespace sockq {
namespace {

/// The death of the parent's thread brings SIGKILL (prctl(2)), unless it came first.
void end_with(pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(0);
}

/// Keeps `kept` and standard error, and gives the other standard streams to /dev/null.
void close_inherited(std::vector<int> kept) {
  std::ranges::sort(kept);
  unsigned first = STDERR_FILENO + 1;
  for (const int fd : kept) {
    const auto number = static_cast<unsigned>(fd);
    if (number > first) ::close_range(first, number - 1, 0);
    first = std::max(first, number + 1);
  }
  ::close_range(first, ~0U, 0);
  const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  ::dup2(null.get(), STDIN_FILENO);
  ::dup2(null.get(), STDOUT_FILENO);
}

LoadOptions gentle_load(const SocketAddress& target) {
  using namespace std::chrono_literals;
  return {.target = target, .schedule = {.rate = 10, .burst = 12, .burst_every = 2s}};
}

}  // namespace

void run_embedded_child(Server& server, int stop_fd, pid_t parent) {
  end_with(parent);
  reset_child_signals();
  ::prctl(PR_SET_NAME, "sockq-reference");
  std::vector<int> kept = server.descriptors();
  kept.push_back(stop_fd);
  close_inherited(std::move(kept));

  const LoadOptions options = gentle_load(server.addresses().front());
  std::thread load([&options, stop_fd] {
    if (const Result<LoadResult> ran = run_load(options, stop_fd); !ran.ok())
      std::fprintf(stderr, "%s\n", ran.error().line().c_str());
  });
  if (const Result<Unit> served = server.run(stop_fd); !served.ok()) {
    std::fprintf(stderr, "%s\n", served.error().line().c_str());
    ::_exit(1);
  }
  load.join();
  ::_exit(0);
}

}  // namespace sockq
