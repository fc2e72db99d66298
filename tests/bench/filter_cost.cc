// filter_cost: how much processor time one look of the fast lane takes with the sandbox's filter of
// system calls and without it, at 1 and at 100 listeners. Processes with and without it in turn;
// medians, and the median of the ratio pair by pair.
#include <fmt/core.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <memory>

#include "agent/sandbox/call_filter.h"
#include "tests/bench/bench.h"
#include "tests/support/fast_lane.h"
#include "tests/support/live_listener.h"
#include "tests/support/own_namespace.h"

namespace sockq::bench {
namespace {

constexpr int kLooks = 2000;

/// In a process of its own, for a filter stays; 0 where something failed.
double cpu_of_a_look(bool filtered) {
  std::array<int, 2> ends;
  if (::pipe(ends.data()) != 0) return 0;
  const UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  const pid_t child = ::fork();
  if (child == 0) {
    if (filtered && !forbid_other_calls({}).ok()) ::_exit(1);
    FastLane lane;
    for (int count = 0; count < kLooks / 4; ++count) (void)lane.look();
    const double seconds = cpu_seconds_of([&lane] {
      for (int count = 0; count < kLooks; ++count) (void)lane.look();
    });
    const ssize_t written = ::write(write_end.get(), &seconds, sizeof(seconds));
    ::_exit(written == sizeof(seconds) ? 0 : 1);
  }
  write_end.reset();
  double seconds = 0;
  if (::read(read_end.get(), &seconds, sizeof(seconds)) != sizeof(seconds)) seconds = 0;
  ::waitpid(child, nullptr, 0);
  return seconds / kLooks;
}

void compare(int listeners) {
  std::vector<std::unique_ptr<LiveListener>> open;
  for (int count = 0; count < listeners; ++count) open.push_back(std::make_unique<LiveListener>(9));
  std::vector<double> without;
  std::vector<double> with;
  std::vector<double> ratios;
  for (int round = 0; round < 41; ++round) {
    without.push_back(cpu_of_a_look(false));
    with.push_back(cpu_of_a_look(true));
    ratios.push_back(with.back() / without.back());
  }
  fmt::print("{:>9}  {:>10.2f}  {:>10.2f}  {:>6.3f}\n", listeners, median(without) * 1e6,
             median(with) * 1e6, median(ratios));
}

}  // namespace
}  // namespace sockq::bench

int main() {
  using namespace sockq;
  fmt::print("{:>9}  {:>10}  {:>10}  {:>6}\n", "listeners", "without us", "with us", "ratio");
  for (const int listeners : {1, 100})
    if (in_own_namespace([listeners] { bench::compare(listeners); }) != NamespaceOutcome::passed)
      return 1;
  return 0;
}
