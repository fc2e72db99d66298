#include "collectors/collector.h"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <iterator>
#include <new>

#include "collectors/diag/connection_sweep.h"
#include "collectors/diag/listen_sockets.h"
#include "collectors/diag/unix_listen_sockets.h"
#include "collectors/diag/waiting_connections.h"
#include "collectors/owner/owner_activity.h"
#include "collectors/proc/read_values.h"

namespace sockq {
namespace {

/// Where memory ends, this look fails, and the next one may not.
template <class Look>
Result<Unit> if_memory_lasts(const Look& look) {
  try {
    return look();
  } catch (const std::bad_alloc&) {
    return Error{ENOMEM, "cannot hold what the kernel told", "sockq", "raise --max-memory"};
  }
}

void name_device(Workbench& bench, const Sample& sample, Endpoint& endpoint) {
  bench.devices.name(bench.env.procfs, bench.text, sample.steady, endpoint.device);
}

Result<Unit> read_named_sockets(Workbench& bench, Sample& sample) {
  Result<Unit> outcome = read_listen_sockets(bench.diag, sample.sockets);
  for (ListenSocket& socket : sample.sockets) name_device(bench, sample, socket.local);
  return outcome;
}

Result<Unit> collect_listeners(Workbench& bench, Sample& sample) {
  Result<Unit> outcome = read_named_sockets(bench, sample);
  if (outcome.ok()) bench.mptcp.mark(bench.diag, sample.sockets, sample.steady);
  sample.has_sockets = outcome.ok();
  return outcome;
}

/// Runs `look` where its pace says that it is due. Between looks there is nothing new, and what
/// went wrong in the latest one still stands.
template <class Look>
Result<Unit> at_pace(PacedLook& paced, const Workbench& bench, const Sample& sample,
                     const Look& look) {
  if (paced.pace.due(sample.steady)) {
    const Clock& clock = bench.env.clock;
    const auto before = clock.thread_cpu();
    const Result<Unit> outcome = if_memory_lasts(look);
    paced.pace.took(sample.steady, clock.thread_cpu() - before);
    paced.error.reset();
    if (!outcome.ok()) paced.error = outcome.error();
  }
  if (paced.error) return *paced.error;
  return Unit{};
}

/// Every look, but for hosts with so many unix sockets that it would take too much of a processor:
/// the kernel passes over all of them. One without unix_diag is asked once a minute, for it looks
/// for the module each time.
Result<Unit> collect_unix(Workbench& bench, Sample& sample) {
  constexpr std::chrono::minutes kRetry{1};
  sample.unix_reading = Reading::earlier;
  const auto look = [&] {
    Result<Unit> outcome = read_unix_listen_sockets(bench.diag, sample.unix_sockets);
    sample.unix_reading = Reading::latest;
    return outcome;
  };
  Result<Unit> outcome = at_pace(bench.unix_look, bench, sample, look);
  const bool looked = sample.unix_reading == Reading::latest;
  if (!outcome.ok()) sample.unix_reading = Reading::absent;
  if (!outcome.ok() && looked && outcome.error().code == ENOENT)
    bench.unix_look.pace.next = sample.steady + kRetry;
  return outcome;
}

Result<Unit> collect_process(Workbench& bench, Sample& sample) {
  Result<ProcessStats> stats = read_process(bench.env.procfs, bench.text);
  if (!stats.ok()) return stats.error();
  sample.process = stats.value();
  return Unit{};
}

void name_devices(Workbench& bench, const Sample& sample, ConnectionSweep& sweep) {
  for (auto* queues : {&sweep.largest_receive_queues, &sweep.largest_send_queues})
    for (Connection& connection : *queues) {
      name_device(bench, sample, connection.local);
      name_device(bench, sample, connection.remote);
    }
  for (EndpointConnections& peer : sweep.peers) name_device(bench, sample, peer.endpoint);
}

Result<Unit> collect_connections(Workbench& bench, Sample& sample) {
  const auto sweep = [&] {
    Result<Unit> outcome = sweep_connections(bench.diag, bench.fold);
    if (!outcome.ok()) return outcome;
    sample.sweep = bench.fold.finish(sample.steady);
    name_devices(bench, sample, *sample.sweep);
    return outcome;
  };
  Result<Unit> outcome = at_pace(bench.sweep, bench, sample, sweep);
  if (sample.sweep) sample.sweep->totals.interval = bench.sweep.pace.next - sample.steady;
  return outcome;
}

Result<Unit> collect_waits(Workbench& bench, Sample& sample) {
  const auto look = [&]() -> Result<Unit> {
    if (Result<Unit> read = read_listen_sockets(bench.diag, bench.wait_sockets); !read.ok())
      return read;
    OldestWaits waits;
    Result<Unit> outcome = read_waiting_connections(bench.diag, bench.wait_sockets, waits);
    if (outcome.ok()) sample.waits = std::move(waits);
    return outcome;
  };
  return at_pace(bench.wait, bench, sample, look);
}

template <class Socket>
void append_owned(const std::vector<Socket>& sockets, std::uint64_t netns,
                  std::vector<OwnedSocket>& owned) {
  for (const Socket& socket : sockets)
    owned.push_back({carrier_of(listener_name(socket)), queue_of(socket).inode,
                     queue_of(socket).cgroup_id, netns});
}

/// The sockets to find owners of. Where the fast lane's collectors run too, they are known. A
/// kernel that does not tell its unix sockets is no failure here.
Result<Unit> read_owned(Workbench& bench, Sample& sample, std::uint64_t netns) {
  if (!sample.has_sockets)
    if (Result<Unit> outcome = read_named_sockets(bench, sample); !outcome.ok()) return outcome;
  if (sample.unix_reading == Reading::absent) (void)collect_unix(bench, sample);
  if (sample.unix_reading != Reading::earlier) bench.owned_unix.clear();
  if (sample.unix_reading == Reading::latest)
    append_owned(sample.unix_sockets, netns, bench.owned_unix);
  bench.owned = bench.owned_unix;
  append_owned(sample.sockets, netns, bench.owned);
  return Unit{};
}

/// The same in several namespaces. One that cannot be read is an error, but not of the others.
Result<Unit> read_all_owned(Workbench& bench, Sample& sample) {
  if (bench.owned_namespaces.empty()) return read_owned(bench, sample, 0);
  Result<Unit> outcome = Unit{};
  bench.owned.clear();
  for (const auto& [number, there] : bench.owned_namespaces) {
    there->owned_sample.steady = sample.steady;
    there->owned_sample.unix_reading = Reading::absent;
    if (Result<Unit> read = read_owned(*there, there->owned_sample, number); read.ok())
      bench.owned.insert(bench.owned.end(), there->owned.begin(), there->owned.end());
    else
      outcome = read;
  }
  return outcome;
}

/// Of every namespace that the owners were looked for in.
void look_at_activity(Workbench& bench, std::chrono::steady_clock::time_point now) {
  const auto look = [&](std::uint64_t netns) {
    bench.active_owners[netns] =
        with_activity(bench.env, *bench.owners.owners(netns), now, bench.text);
  };
  if (bench.owned_namespaces.empty()) look(0);
  for (const auto& [number, there] : bench.owned_namespaces) look(number);
}

/// Once a second at most: owners change seldom, and what they do is told over longer times.
Result<Unit> collect_owners(Workbench& bench, Sample& sample) {
  constexpr std::chrono::seconds kOldest{1};
  if (!bench.owners_at || sample.steady - *bench.owners_at >= kOldest) {
    bench.owners_at.reset();
    bench.active_owners.clear();
    const Result<Unit> read = read_all_owned(bench, sample);
    if (!read.ok() && bench.owned_namespaces.size() < 2) return read;
    const Result<Unit> outcome = bench.owners.look(bench.env, bench.owned, sample.steady);
    if (!outcome.ok()) return outcome;
    look_at_activity(bench, sample.steady);
    if (!read.ok()) return read;
    bench.owners_at = sample.steady;
  }
  sample.owners = bench.active_owners[0];
  bench.note = bench.owners.note();
  return Unit{};
}

/// Text files give many values at once: all of them, or none.
template <Result<Unit> (*read)(const ProcFs&, std::string&, KernelValues&)>
Result<Unit> collect_values(Workbench& bench, Sample& sample) {
  KernelValues values = sample.values;
  Result<Unit> outcome = Unit{};
  const auto read_all = [&](const ProcFs& procfs) { outcome = read(procfs, bench.text, values); };
  bench.env.procfs.read_many(std::cref(read_all));
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
    {"listeners", Lane::fast, "accept queues and drops of TCP and MPTCP listeners (sock_diag)",
     collect_listeners},
    {"unix", Lane::fast, "accept queues of unix listeners (sock_diag), at most 1% of a processor",
     collect_unix},
    {"netstat", Lane::fast, "TcpExt and IpExt counters of the queues (/proc/net/netstat)",
     collect_netstat},
    {"waits", Lane::wait, "oldest connection waiting for accept() of each listener (sock_diag)",
     collect_waits},
    {"connections", Lane::slow, "connections and their buffers by listener and peer (sock_diag)",
     collect_connections},
    {"owners", Lane::slow, "processes, units, containers and pods of the listeners (/proc/PID)",
     collect_owners, Scope::machine},
    {"snmp", Lane::slow, "Tcp counters (/proc/net/snmp)", collect_values<read_snmp>},
    {"sockstat", Lane::slow, "sockets and TCP memory (/proc/net/sockstat, sockstat6)",
     collect_values<read_sockstat>},
    {"sysctl", Lane::slow, "sysctls that decide queues and buffers (/proc/sys/net)",
     collect_values<read_sysctls>},
    {"process", Lane::slow, "sockq's own processor time, memory and descriptors (/proc/self)",
     collect_process, Scope::machine},
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

Collectors of_scope(const Collectors& chosen, Scope scope) {
  Collectors result;
  std::ranges::copy_if(chosen, std::back_inserter(result),
                       [scope](const Collector* collector) { return collector->scope == scope; });
  return result;
}

void take_sample(Workbench& bench, const Collectors& collectors, Sample& sample) {
  const Clock& clock = bench.env.clock;
  sample.wall = clock.wall();
  sample.steady = clock.steady();
  sample.has_sockets = false;
  sample.unix_reading = Reading::absent;
  sample.values.fill(std::nullopt);
  sample.process.reset();
  sample.sweep.reset();
  sample.waits.reset();
  sample.owners.reset();
  sample.health.clear();
  auto begin = sample.steady;
  for (const Collector* collector : collectors) {
    bench.note.clear();
    const Result<Unit> outcome = if_memory_lasts([&] { return collector->collect(bench, sample); });
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
