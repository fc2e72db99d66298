// netns_cost: how long one look of the fast lane takes at 50 network namespaces with 20 listeners
// each, beside one namespace with as many listeners, in processor time. Both in one run, in turn;
// medians of the times and of the ratio pair by pair.
#include <fmt/core.h>

#include "agent/watched_namespace.h"
#include "collectors/base/seconds.h"
#include "collectors/base/system_clock.h"
#include "collectors/diag/mnl_netlink.h"
#include "collectors/proc/procfs.h"
#include "tests/bench/bench.h"
#include "tests/support/other_namespace.h"
#include "tests/support/own_namespace.h"

namespace sockq::bench {
namespace {

constexpr int kNamespaces = 50;
constexpr int kListeners = 20;
constexpr int kRounds = 41;
constexpr int kRepeats = 10;

/// Namespaces with listeners, as the agent watches them.
class Watched {
 public:
  Watched(int namespaces, int listeners, const Env& machine) : helper_("/proc/thread-self/ns/net") {
    SamplingOptions options;
    options.collectors = every_collector();
    options.listeners.most_listeners = 100'000;
    for (int number = 1; number <= namespaces; ++number) {
      OtherNamespace& made =
          *made_.emplace_back(std::make_unique<OtherNamespace>(listeners, 9, 4096));
      watched_.push_back(std::make_unique<WatchedNamespace>(
          std::make_shared<NetworkNamespace>(std::to_string(number), made.open.inode,
                                             std::move(made.open.nsfs), helper_, machine),
          std::to_string(number), options));
    }
  }

  void look() {
    for (const auto& netns : watched_) netns->look(Lane::fast, watched_.size(), {});
  }

  [[nodiscard]] std::size_t listeners() const {
    std::size_t count = 0;
    for (const auto& netns : watched_) count += netns->view(nullptr).listeners.value().size();
    return count;
  }

 private:
  NamespaceThread helper_;
  std::vector<std::unique_ptr<OtherNamespace>> made_;
  std::vector<std::unique_ptr<WatchedNamespace>> watched_;
};

double time_of(Watched& watched) {
  const SystemClock clock;
  const auto before = clock.thread_cpu();
  for (int count = 0; count < kRepeats; ++count) watched.look();
  return to_seconds(clock.thread_cpu() - before) / kRepeats;
}

void compare() {
  const MountedProcFs procfs("/proc");
  const MnlNetlink netlink;
  const SystemClock clock;
  const Env machine{procfs, netlink, clock, procfs};
  Watched many(kNamespaces, kListeners, machine);
  Watched one(1, kNamespaces * kListeners, machine);
  std::vector<double> of_many;
  std::vector<double> of_one;
  std::vector<double> ratios;
  for (int round = 0; round < kRounds; ++round) {
    of_one.push_back(time_of(one));
    of_many.push_back(time_of(many));
    ratios.push_back(of_many.back() / of_one.back());
  }
  fmt::print("{:>10}  {:>9}  {:>9}  {:>6}\n", "namespaces", "listeners", "look us", "ratio");
  fmt::print("{:>10}  {:>9}  {:>9.1f}\n", 1, one.listeners(), median(of_one) * 1e6);
  fmt::print("{:>10}  {:>9}  {:>9.1f}  {:>6.2f}\n", kNamespaces, many.listeners(),
             median(of_many) * 1e6, median(ratios));
}

}  // namespace
}  // namespace sockq::bench

int main() {
  using namespace sockq;
  return in_own_namespace([] { bench::compare(); }) == NamespaceOutcome::passed ? 0 : 1;
}
