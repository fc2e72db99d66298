// sample_cost: how long one look of the fast lane at TCP takes, beside a bare netlink loop that
// only receives the same dump. Both in one run, in turn; medians of the times and of the ratio pair
// by pair. Then how long one look at 10 unix listeners takes among other unix sockets.
#include <fmt/core.h>

#include <memory>

#include "tests/bench/bare_dump.h"
#include "tests/bench/bench.h"
#include "tests/support/fast_lane.h"
#include "tests/support/live_listener.h"
#include "tests/support/live_unix_listener.h"
#include "tests/support/own_namespace.h"

namespace sockq::bench {
namespace {

/// The fast lane's collector of unix listeners alone, or all others.
Collectors fast_lane(bool of_unix) {
  Collectors chosen = in_lane(every_collector(), Lane::fast);
  std::erase_if(chosen, [of_unix](const Collector* collector) {
    return (collector->name == "unix") != of_unix;
  });
  return chosen;
}

void look_at_unix(int sockets) {
  std::vector<std::unique_ptr<LiveUnixListener>> open;
  for (int count = 0; count < 10; ++count)
    open.push_back(
        std::make_unique<LiveUnixListener>(std::string(1, '\0') + std::to_string(count), 9));
  std::vector<UniqueFd> others;
  for (int count = 0; count < sockets; ++count)
    others.emplace_back(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  FastLane fast({}, fast_lane(true));
  std::vector<double> looks;
  for (int round = 0; round < 401; ++round) looks.push_back(seconds_of([&] { (void)fast.look(); }));
  fmt::print("{:>9}  {:>12}  {:>12.1f}\n", sockets, open.size(), median(looks) * 1e6);
}

void compare(int listeners) {
  std::vector<std::unique_ptr<LiveListener>> open;
  for (int count = 0; count < listeners; ++count) open.push_back(std::make_unique<LiveListener>(9));
  BareDump bare;
  FastLane fast({.most_listeners = 100'000}, fast_lane(false));
  const int repeats = std::max(3, 20'000 / listeners);
  std::vector<double> floors;
  std::vector<double> looks;
  std::vector<double> ratios;
  for (int round = 0; round < 41; ++round) {
    floors.push_back(seconds_of([&] {
                       for (int count = 0; count < repeats; ++count) (void)bare.run();
                     }) /
                     repeats);
    looks.push_back(seconds_of([&] {
                      for (int count = 0; count < repeats; ++count) (void)fast.look();
                    }) /
                    repeats);
    ratios.push_back(looks.back() / floors.back());
  }
  fmt::print("{:>9}  {:>12.1f}  {:>12.1f}  {:>6.2f}\n", listeners, median(floors) * 1e6,
             median(looks) * 1e6, median(ratios));
}

}  // namespace
}  // namespace sockq::bench

int main() {
  using namespace sockq;
  fmt::print("{:>9}  {:>12}  {:>12}  {:>6}\n", "listeners", "bare us", "look us", "ratio");
  for (const int listeners : {100, 1000, 5000})
    if (in_own_namespace([listeners] { bench::compare(listeners); }) != NamespaceOutcome::passed)
      return 1;
  fmt::print("\n{:>9}  {:>12}  {:>12}\n", "sockets", "unix listen", "look us");
  for (const int sockets : {0, 100, 1000, 10'000})
    if (in_own_namespace([sockets] { bench::look_at_unix(sockets); }) != NamespaceOutcome::passed)
      return 1;
  return 0;
}
