// fast_lateness SECONDS: how late the looks of the agent's fast lane begin, and how long they take,
// with and without sweeps over the connections of this namespace one after the other in the slow
// lane. A deadline's lateness is the time from it to the begin of the next look, so one that is
// left out counts as well. Deadlines are counted from the moment before the lanes start: figures
// err upwards, by the start of a thread.
#include <fmt/core.h>

#include <cstdlib>
#include <thread>

#include "agent/sampler.h"
#include "collectors/base/system_clock.h"
#include "collectors/diag/mnl_netlink.h"
#include "collectors/proc/procfs.h"
#include "tests/bench/bench.h"

namespace sockq::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;

struct Look {
  steady_clock::time_point begin;
  steady_clock::time_point end;
};

/// Of the fast lane. Written by its thread, read when that has ended.
std::vector<Look> looks;

/// Collectors before and after the real ones of the fast lane.
constexpr sockq::Collector kBegin{"begin", Lane::fast, "", [](Workbench&, Sample&) -> Result<Unit> {
                                    looks.push_back({steady_clock::now(), {}});
                                    return Unit{};
                                  }};
constexpr sockq::Collector kEnd{"end", Lane::fast, "", [](Workbench&, Sample&) -> Result<Unit> {
                                  looks.back().end = steady_clock::now();
                                  return Unit{};
                                }};

Sampler::Options options_for(milliseconds interval, bool sweeping) {
  Sampler::Options options;
  options.collectors = {&kBegin};
  for (const sockq::Collector* collector : every_collector())
    if (sweeping || collector->lane == Lane::fast) options.collectors.push_back(collector);
  options.collectors.push_back(&kEnd);
  options.fast_interval = interval;
  options.burst_interval = {};
  options.slow_interval = milliseconds(1);
  options.sweeps = {.interval = {}, .max_cpu = 1};
  return options;
}

std::uint64_t looks_of_slow_lane(const Snapshot& snapshot) {
  for (const LaneStats& lane : snapshot.lanes)
    if (lane.lane == lane_name(Lane::slow)) return lane.samples;
  return 0;
}

double in_microseconds(nanoseconds time) {
  return std::chrono::duration<double, std::micro>(time).count();
}

std::vector<double> latenesses(steady_clock::time_point begin, nanoseconds interval) {
  std::vector<double> result;
  auto look = looks.begin();
  for (auto deadline = begin + interval; look != looks.end(); deadline += interval) {
    while (look != looks.end() && look->begin < deadline) ++look;
    if (look != looks.end()) result.push_back(in_microseconds(look->begin - deadline));
  }
  return result;
}

void report(milliseconds interval, bool sweeping, std::chrono::seconds length) {
  MountedProcFs procfs("/proc");
  MnlNetlink netlink;
  SystemClock clock;
  looks.clear();
  steady_clock::time_point begin;
  std::uint64_t sweeps = 0;
  {
    Sampler sampler(Env{procfs, netlink, clock, procfs}, options_for(interval, sweeping));
    begin = steady_clock::now();
    sampler.start();
    std::this_thread::sleep_for(length);
    sweeps = looks_of_slow_lane(sampler.snapshot());
  }
  const std::vector<double> late = latenesses(begin, interval);
  std::vector<double> durations;
  for (const Look& look : looks) durations.push_back(in_microseconds(look.end - look.begin));
  fmt::print("{:>6}  {:>6}  {:>6}  {:>9.0f}  {:>9.0f}  {:>9.0f}  {:>9.0f}  {:>9.0f}\n",
             fmt::format("{}ms", interval.count()), sweeps, looks.size(), quantile(late, 0.5),
             quantile(late, 0.99), quantile(late, 1), quantile(durations, 0.5),
             quantile(durations, 0.99));
}

}  // namespace
}  // namespace sockq::bench

int main(int argc, char** argv) {
  using namespace sockq::bench;
  if (argc != 2) return 2;
  const std::chrono::seconds length(std::atoi(argv[1]));
  fmt::print("{:>6}  {:>6}  {:>6}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}\n", "rhythm", "sweeps",
             "looks", "late: p50", "p99", "worst us", "look: p50", "p99 us");
  for (const int interval : {100, 10})
    for (const bool sweeping : {false, true}) report(milliseconds(interval), sweeping, length);
  return 0;
}
