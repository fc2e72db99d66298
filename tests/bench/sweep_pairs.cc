// sweep_pairs ROUNDS: how long one sweep over the connections of this namespace takes, beside a
// bare netlink loop that only receives the same dump. Both in turn; prints one line of medians:
// CONNECTIONS BARE_MS SWEEP_MS RATIO BARE_CPU_MS SWEEP_CPU_MS, where the ratio is of the wall times
// pair by pair.
#include <fmt/core.h>

#include <cstdlib>

#include "collectors/diag/inet_diag.h"
#include "tests/bench/bare_dump.h"
#include "tests/bench/bench.h"
#include "tests/support/connection_sweeper.h"

namespace sockq::bench {
namespace {

/// What `work` takes, in milliseconds.
struct Cost {
  double wall = 0;
  double cpu = 0;
};

template <class Work>
Cost cost_of(const Work& work) {
  Cost cost;
  cost.cpu = 1e3 * cpu_seconds_of([&] { cost.wall = 1e3 * seconds_of(work); });
  return cost;
}

void compare(int rounds) {
  const DiagRequest request = sweep_request();
  BareDump bare(request.type, request.bytes);
  ConnectionSweeper sweeper;
  std::vector<double> floors, sweeps, ratios, floors_cpu, sweeps_cpu;
  std::uint64_t connections = 0;
  for (int round = 0; round < rounds; ++round) {
    const Cost floor = cost_of([&] { (void)bare.run(); });
    const Cost sweep = cost_of([&] { connections = sweeper.sweep().value().totals.connections; });
    floors.push_back(floor.wall);
    sweeps.push_back(sweep.wall);
    ratios.push_back(sweep.wall / floor.wall);
    floors_cpu.push_back(floor.cpu);
    sweeps_cpu.push_back(sweep.cpu);
  }
  fmt::print("{} {:.2f} {:.2f} {:.3f} {:.2f} {:.2f}\n", connections, median(floors), median(sweeps),
             median(ratios), median(floors_cpu), median(sweeps_cpu));
}

}  // namespace
}  // namespace sockq::bench

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  sockq::bench::compare(std::atoi(argv[1]));
  return 0;
}
