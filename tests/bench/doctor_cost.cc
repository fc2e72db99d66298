// doctor_cost: how long one evaluation of all rules takes for 256 listeners, healthy and sick, and
// how long the agent needs to read what their owners' processes do: 4 processes, and 256. In
// processor time.
#include <fmt/core.h>
#include <unistd.h>

#include "agent/doctor/diagnose.h"
#include "collectors/base/seconds.h"
#include "collectors/base/system_clock.h"
#include "collectors/diag/mnl_netlink.h"
#include "collectors/owner/owner_activity.h"
#include "collectors/proc/procfs.h"
#include "tests/bench/bench.h"
#include "tests/support/two_looks_maker.h"

namespace sockq::bench {
namespace {

constexpr std::uint16_t kListeners = 256;
constexpr int kRounds = 201;

template <class Work>
double cpu_seconds_of(const Work& work) {
  const SystemClock clock;
  const auto begin = clock.thread_cpu();
  work();
  return to_seconds(clock.thread_cpu() - begin);
}

/// The listener of `looks`, so many times.
void multiply(NamespaceView& view) {
  const Listener one = view.listeners->front();
  for (std::uint16_t port = 1; port < kListeners; ++port) {
    Listener& another = view.listeners->emplace_back(one);
    another.local.port = port;
    another.address = "0.0.0.0:" + std::to_string(port);
  }
}

void evaluate(const char* what, TwoLooksMaker looks) {
  multiply(looks.before);
  multiply(looks.after);
  std::size_t found = 0;
  std::vector<double> times;
  for (int round = 0; round < kRounds; ++round)
    times.push_back(cpu_seconds_of([&] { found = looks.findings().size(); }));
  fmt::print("{:<28} {:>5} findings {:>8.1f} us\n", what, found, median(times) * 1e6);
}

/// Owners that share `processes` processes, which all are this one: /proc/PID/stat of the lowest
/// pids costs the same.
void read_activity(std::uint32_t processes) {
  const MountedProcFs procfs("/proc");
  const MnlNetlink netlink;
  const SystemClock clock;
  const Env env{procfs, netlink, clock, procfs};
  Owners owners;
  for (std::uint16_t port = 0; port < kListeners; ++port) {
    Owner owner;
    owner.pid = static_cast<std::uint32_t>(::getpid());
    owner.workers = {port % processes + 1, owner.pid};
    ListenerName name;
    name.local.port = port;
    owners[name] = std::make_shared<const Owner>(owner);
  }
  std::string buffer;
  std::vector<double> times;
  for (int round = 0; round < kRounds; ++round)
    times.push_back(
        cpu_seconds_of([&] { (void)with_activity(env, owners, clock.steady(), buffer); }));
  fmt::print("{:<28} {:>5} processes {:>7.1f} us\n", "activity of 256 owners", processes,
             median(times) * 1e6);
}

}  // namespace
}  // namespace sockq::bench

int main() {
  using namespace sockq;
  bench::evaluate("256 healthy listeners", {});
  TwoLooksMaker sick;
  sick.queues(512, 511, 1000, 4000);
  sick.overflow(9);
  bench::evaluate("256 sick listeners", sick);
  bench::read_activity(4);
  bench::read_activity(256);
}
