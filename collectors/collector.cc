#include "collectors/collector.h"

#include <algorithm>
#include <iterator>

#include "collectors/diag/connection_sweep.h"
#include "collectors/diag/listen_sockets.h"
#include "collectors/proc/read_values.h"

namespace sockq {
namespace {

Result<Unit> collect_listeners(Workbench& bench, Sample& sample) {
  Result<Unit> outcome = read_listen_sockets(bench.diag, sample.sockets);
  sample.has_sockets = outcome.ok();
  return outcome;
}

Result<Unit> collect_process(Workbench& bench, Sample& sample) {
  Result<ProcessStats> stats = read_process(bench.env.procfs, bench.text);
  if (!stats.ok()) return stats.error();
  sample.process = stats.value();
  return Unit{};
}

/// Between sweeps there is nothing new, and what went wrong in the latest one still stands.
Result<Unit> collect_connections(Workbench& bench, Sample& sample) {
  if (bench.sweep_pace.due(sample.steady)) {
    const auto begin = bench.env.clock.steady();
    ConnectionSweep& sweep = sample.sweep.emplace();
    const Result<Unit> outcome = sweep_connections(bench.diag, sweep);
    sweep.totals.interval = bench.sweep_pace.took(begin, bench.env.clock.steady());
    bench.sweep_error.reset();
    if (!outcome.ok()) bench.sweep_error = outcome.error();
  }
  if (!bench.sweep_error) return Unit{};
  sample.sweep.reset();
  return *bench.sweep_error;
}

/// Where the fast lane's collectors run too, the listeners are known; and owners change seldom.
Result<Unit> collect_owners(Workbench& bench, Sample& sample) {
  constexpr std::chrono::seconds kOldest{1};
  if (!bench.owners_at || sample.steady - *bench.owners_at >= kOldest) {
    bench.owners_at.reset();
    if (sample.has_sockets) {
      bench.owned = sample.sockets;
    } else if (Result<Unit> outcome = read_listen_sockets(bench.diag, bench.owned); !outcome.ok()) {
      return outcome;
    }
    const Result<Unit> outcome = bench.owners.look(bench.env, bench.owned, sample.steady);
    if (!outcome.ok()) return outcome;
    bench.owners_at = sample.steady;
  }
  sample.owners = bench.owners.owners();
  bench.note = bench.owners.note();
  return Unit{};
}

/// Text files give many values at once: all of them, or none.
template <Result<Unit> (*read)(const ProcFs&, std::string&, KernelValues&)>
Result<Unit> collect_values(Workbench& bench, Sample& sample) {
  KernelValues values = sample.values;
  Result<Unit> outcome = read(bench.env.procfs, bench.text, values);
  if (outcome.ok()) sample.values = values;
  return outcome;
}

/// A counter of refused connections cannot rise without the sk_drops of a listener (tcp_listendrop,
/// include/net/tcp.h), so the text, which costs more than the listeners, is read when some drops
/// rose or a listener came or went; otherwise once a second, for the other counters.
Result<Unit> collect_netstat(Workbench& bench, Sample& sample) {
  constexpr std::chrono::seconds kOldest{1};
  std::uint64_t drops = 0;
  for (const ListenSocket& socket : sample.sockets) drops += socket.drops.value_or(0);
  const auto& known = bench.netstat;
  if (known && sample.has_sockets && known->drops == drops &&
      known->sockets == sample.sockets.size() && sample.steady - known->read_at < kOldest) {
    sample.values = known->values;
    return Unit{};
  }
  bench.netstat.reset();
  Result<Unit> outcome = collect_values<read_netstat>(bench, sample);
  if (outcome.ok())
    bench.netstat = NetstatMemory{sample.values, drops, sample.sockets.size(), sample.steady};
  return outcome;
}

constexpr Collector kTable[] = {
    {"listeners", Lane::fast, "accept queues and drops of TCP listeners (sock_diag)",
     collect_listeners},
    {"netstat", Lane::fast, "TcpExt and IpExt counters of the queues (/proc/net/netstat)",
     collect_netstat},
    {"connections", Lane::slow, "connections and their buffers by listener (sock_diag)",
     collect_connections},
    {"owners", Lane::slow, "processes, units, containers and pods of the listeners (/proc/PID)",
     collect_owners},
    {"snmp", Lane::slow, "Tcp counters (/proc/net/snmp)", collect_values<read_snmp>},
    {"sockstat", Lane::slow, "sockets and TCP memory (/proc/net/sockstat, sockstat6)",
     collect_values<read_sockstat>},
    {"sysctl", Lane::slow, "sysctls that decide queues and buffers (/proc/sys/net)",
     collect_values<read_sysctls>},
    {"process", Lane::slow, "sockq's own processor time, memory and descriptors (/proc/self)",
     collect_process},
};

}  // namespace

std::span<const Collector> collector_table() { return kTable; }

Collectors every_collector() {
  Collectors every;
  for (const Collector& collector : kTable) every.push_back(&collector);
  return every;
}

Collectors in_lane(const Collectors& chosen, Lane lane) {
  Collectors result;
  std::ranges::copy_if(chosen, std::back_inserter(result),
                       [lane](const Collector* collector) { return collector->lane == lane; });
  return result;
}

void take_sample(Workbench& bench, const Collectors& collectors, Sample& sample) {
  const Clock& clock = bench.env.clock;
  sample.wall = clock.wall();
  sample.steady = clock.steady();
  sample.has_sockets = false;
  sample.values.fill(std::nullopt);
  sample.process.reset();
  sample.sweep.reset();
  sample.owners.reset();
  sample.health.clear();
  auto begin = sample.steady;
  for (const Collector* collector : collectors) {
    bench.note.clear();
    const Result<Unit> outcome = collector->collect(bench, sample);
    const auto end = clock.steady();
    CollectorHealth& health = sample.health.emplace_back();
    health.collector = collector->name;
    health.duration = end - begin;
    if (!outcome.ok()) health.error = outcome.error();
    health.note = bench.note;
    begin = end;
  }
}

}  // namespace sockq
