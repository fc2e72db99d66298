// Netlink datagrams about TCP and MPTCP sockets, through the reader of dumps: listeners,
// connections and those that wait, and the metrics that they become.
#include <algorithm>
#include <numeric>

#include "collectors/base/utf8.h"
#include "collectors/diag/connection_sweep.h"
#include "collectors/diag/listen_sockets.h"
#include "collectors/diag/mptcp_listeners.h"
#include "collectors/diag/waiting_connections.h"
#include "exporters/families.h"
#include "tests/fuzz/datagrams.h"
#include "tests/fuzz/exposition.h"

namespace sockq {
namespace {

using std::chrono::steady_clock;

std::uint64_t sum_of(const std::vector<Listener>& listeners, std::uint64_t Listener::*number) {
  return std::accumulate(
      listeners.begin(), listeners.end(), std::uint64_t{0},
      [&](std::uint64_t sum, const Listener& listener) { return sum + listener.*number; });
}

void check_listeners(const std::vector<ListenSocket>& sockets) {
  std::uint64_t length = 0;
  std::uint64_t limit = 0;
  for (const ListenSocket& socket : sockets) {
    length += socket.queue_length;
    limit += socket.queue_limit;
  }
  Snapshot snapshot;
  NamespaceView& view = snapshot.namespaces.emplace_back();
  view.listeners = fold_listeners(sockets);
  require(sum_of(*view.listeners, &Listener::queue_length) == length, "no length is lost");
  require(sum_of(*view.listeners, &Listener::queue_limit) == limit, "no limit is lost");
  const auto series = read_exposition(exposition_text(make_families(snapshot, {"listeners"})));
  const auto labels = values_of(series, "listener");
  for (const Listener& listener : *view.listeners)
    require(labels.contains(listener.address), "a listener's label reads back");
}

void read_listeners(FakeNetlink& kernel) {
  DumpClient client(kernel);
  std::vector<ListenSocket> sockets;
  const Result<Unit> outcome = read_listen_sockets(client, sockets);
  if (!outcome.ok()) {
    require(sockets.empty(), "a dump that failed leaves nothing");
    return;
  }
  check_listeners(sockets);
  kernel.mptcp_answer = kernel.answers.front();
  MptcpListeners mptcp;
  const std::size_t count = sockets.size();
  mptcp.mark(client, sockets, steady_clock::time_point(std::chrono::hours(1)));
  require(sockets.size() == count, "a mark adds no socket");
}

void read_connections(FakeNetlink& kernel) {
  DumpClient client(kernel);
  ConnectionFold fold(2);
  for (int sweep = 0; sweep < 2; ++sweep) {
    if (!sweep_connections(client, fold).ok()) {
      fold.begin();
      return;
    }
    const ConnectionSweep seen = fold.finish(steady_clock::time_point(std::chrono::seconds(sweep)));
    std::uint64_t connections = seen.other_peers.connections();
    for (const auto* groups : {&seen.inbound, &seen.peers})
      for (const EndpointConnections& group : *groups)
        connections += group.connections.connections();
    require(connections == seen.totals.connections, "every connection is in one group");
    require(seen.peers.size() <= 2, "peers are bounded");
    Snapshot snapshot;
    snapshot.namespaces.emplace_back().sweep = seen;
    (void)read_exposition(exposition_text(make_families(snapshot, {"connections"})));
  }
}

void read_waits(FakeNetlink& kernel) {
  DumpClient client(kernel);
  ListenSocket busy;
  busy.local.port = 80;
  busy.queue_length = 1;
  const std::vector<ListenSocket> sockets{busy};
  OldestWaits waits;
  if (!read_waiting_connections(client, sockets, waits).ok()) return;
  require(waits.age(busy.local).count() >= 0, "nobody waits less than no time");
}

}  // namespace
}  // namespace sockq

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sockq::Input input(data, size);
  const unsigned selector = input.byte();
  sockq::FakeNetlink kernel;
  kernel.raw = selector >= 128;
  kernel.answers = {sockq::read_answer(input)};
  constexpr void (*kReaders[])(sockq::FakeNetlink&) = {sockq::read_listeners,
                                                       sockq::read_connections, sockq::read_waits};
  kReaders[selector % std::size(kReaders)](kernel);
  return 0;
}
