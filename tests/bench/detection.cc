// detection [BURSTS]: bursts that fill a queue for a known time, and what the sampler makes of
// them: how many it saw full, and the error of its peak and of its time full. Every burst is a
// listener of its own kind: a backlog of 4, filled by 5 clients at once, emptied when its time is
// over.
#include <fmt/core.h>

#include <cmath>
#include <cstdlib>
#include <functional>
#include <memory>
#include <queue>
#include <random>
#include <thread>

#include "agent/sampler.h"
#include "collectors/base/system_clock.h"
#include "collectors/diag/mnl_netlink.h"
#include "collectors/proc/procfs.h"
#include "tests/support/live_listener.h"
#include "tests/support/own_namespace.h"

namespace sockq::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using TimePoint = std::chrono::steady_clock::time_point;

constexpr int kBacklog = 4;
constexpr int kListeners = 40;

/// One listener in turn full and empty; knows for how long it was full.
struct Burster {
  LiveListener listener{kBacklog};
  TimePoint filled{};
  bool full = false;

  void turn() {
    if (full) {
      truth += std::chrono::steady_clock::now() - filled;
      listener.drain();
    } else {
      listener.connect(kBacklog + 1);
      filled = std::chrono::steady_clock::now();
    }
    full = !full;
  }
  nanoseconds truth{0};
};

struct Rhythm {
  const char* name;
  milliseconds interval;
  milliseconds burst_interval;
};

struct Outcome {
  int bursts = 0;
  int caught = 0;
  int peaks_right = 0;
  std::vector<double> errors;  ///< of the time full, each listener's over all its bursts, in parts
};

/// `rounds` bursts of each listener, at random moments, each `length` long.
Outcome run(const Rhythm& rhythm, milliseconds length, int rounds) {
  MountedProcFs procfs("/proc");
  MnlNetlink netlink;
  SystemClock clock;
  Sampler::Options options;
  options.collectors = in_lane(every_collector(), Lane::fast);
  options.fast_interval = rhythm.interval;
  options.burst_interval = rhythm.burst_interval;
  options.listeners.peak_window = std::chrono::seconds(1);
  std::vector<std::unique_ptr<Burster>> bursters;
  for (int count = 0; count < kListeners; ++count) bursters.push_back(std::make_unique<Burster>());

  Outcome outcome;
  std::mt19937 random(1);
  std::vector<nanoseconds> seen(kListeners, nanoseconds(0));
  for (int round = 0; round < rounds; ++round) {
    // A sampler of its own for each round, so that a round's catch is its own.
    Sampler sampler(Env{procfs, netlink, clock, procfs}, options);
    if (!sampler.look_once().ok()) std::abort();
    sampler.start();
    using Turn = std::pair<TimePoint, int>;
    std::priority_queue<Turn, std::vector<Turn>, std::greater<>> turns;
    const TimePoint begin = std::chrono::steady_clock::now() + rhythm.interval;
    for (int index = 0; index < kListeners; ++index) {
      const TimePoint first = begin + std::chrono::microseconds(random() % 400'000);
      turns.emplace(first, index);
      turns.emplace(first + length, index);
    }
    for (; !turns.empty(); turns.pop()) {
      std::this_thread::sleep_until(turns.top().first);
      bursters[static_cast<std::size_t>(turns.top().second)]->turn();
    }
    std::this_thread::sleep_for(2 * rhythm.interval);
    const Snapshot snapshot = sampler.snapshot();
    for (int index = 0; index < kListeners; ++index) {
      const auto& burster = *bursters[static_cast<std::size_t>(index)];
      for (const Listener& listener : *snapshot.namespaces.front().listeners) {
        if (listener.address != burster.listener.address().text()) continue;
        ++outcome.bursts;
        outcome.caught += listener.history->full_time > nanoseconds(0) ? 1 : 0;
        outcome.peaks_right += listener.history->peak == kBacklog + 1 ? 1 : 0;
        seen[static_cast<std::size_t>(index)] += listener.history->full_time;
      }
    }
  }
  for (int index = 0; index < kListeners; ++index) {
    const auto truth =
        std::chrono::duration<double>(bursters[static_cast<std::size_t>(index)]->truth);
    const auto measured = std::chrono::duration<double>(seen[static_cast<std::size_t>(index)]);
    outcome.errors.push_back((measured - truth) / truth);
  }
  return outcome;
}

void report(const Rhythm& rhythm, milliseconds length, int rounds) {
  const Outcome outcome = run(rhythm, length, rounds);
  double sum = 0;
  double squares = 0;
  for (const double error : outcome.errors) {
    sum += error;
    squares += error * error;
  }
  const double count = static_cast<double>(outcome.errors.size());
  fmt::print("{:<18}  {:>6}  {:>6}  {:>7.1f} %  {:>10.1f} %  {:>9.1f} %  {:>9.1f} %\n", rhythm.name,
             length.count(), outcome.bursts, 100.0 * outcome.caught / outcome.bursts,
             100.0 * outcome.peaks_right / outcome.bursts, 100 * sum / count,
             100 * std::sqrt(squares / count));
}

}  // namespace
}  // namespace sockq::bench

int main(int argc, char** argv) {
  using namespace sockq;
  using namespace sockq::bench;
  const int bursts = argc > 1 ? std::atoi(argv[1]) : 1000;
  const Rhythm rhythms[] = {{"100ms", milliseconds(100), milliseconds(0)},
                            {"100ms, burst 10ms", milliseconds(100), milliseconds(10)},
                            {"10ms", milliseconds(10), milliseconds(0)}};
  fmt::print("{:<18}  {:>6}  {:>6}  {:>9}  {:>12}  {:>11}  {:>11}\n", "rhythm", "full ms", "bursts",
             "caught", "right peak", "time: bias", "deviation");
  for (const Rhythm& rhythm : rhythms)
    for (const int length : {5, 10, 20, 50, 100}) {
      const auto outcome = in_own_namespace(
          [&] { report(rhythm, milliseconds(length), (bursts + kListeners - 1) / kListeners); });
      if (outcome != NamespaceOutcome::passed) return 1;
    }
  return 0;
}
