// Who waits for accept(), on the real kernel: its filter by port, each test in a network namespace
// of its own.
#include "collectors/diag/waiting_connections.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <thread>

#include "collectors/diag/inet_diag.h"
#include "collectors/diag/listen_sockets.h"
#include "collectors/diag/mnl_netlink.h"
#include "tests/support/live_listener.h"
#include "tests/support/own_namespace.h"

namespace sockq {
namespace {

/// Counts the connections of a dump by their local port.
class PortSink : public DumpSink {
 public:
  void restart() override { ports_.clear(); }
  [[nodiscard]] bool message(std::span<const std::byte> payload) override {
    Connection connection;
    if (!decode_connection(payload, connection)) return false;
    ++ports_[connection.local.port];
    return true;
  }
  [[nodiscard]] const std::map<std::uint16_t, int>& ports() const { return ports_; }

 private:
  std::map<std::uint16_t, int> ports_;
};

std::map<std::uint16_t, int> answered(std::span<const std::uint16_t> ports) {
  const MnlNetlink netlink;
  DumpClient client(netlink);
  const DiagRequest request = waiting_request(ports);
  PortSink sink;
  const Result<Unit> outcome = client.dump(request, sink);
  EXPECT_TRUE(outcome.ok()) << outcome.error().line();
  return sink.ports();
}

std::vector<std::unique_ptr<LiveListener>> busy_listeners(std::size_t count) {
  std::vector<std::unique_ptr<LiveListener>> listeners;
  for (std::size_t number = 0; number < count; ++number) {
    listeners.push_back(std::make_unique<LiveListener>(9));
    listeners.back()->connect(2);
  }
  return listeners;
}

TEST(LiveWaits, TheKernelLeavesOutOtherPorts) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    const auto listeners = busy_listeners(kMostPorts + 1);
    std::vector<std::uint16_t> ports;
    std::map<std::uint16_t, int> wanted;
    for (std::size_t count : {1U, 2U, 3U, 64U}) {
      while (ports.size() < count) {
        ports.push_back(listeners[ports.size()]->address().port());
        wanted[ports.back()] = 2;
      }
      EXPECT_EQ(answered(ports), wanted) << count << " ports";
    }
    ports.push_back(listeners.back()->address().port());
    EXPECT_GT(answered(ports).size(), ports.size()) << "of so many ports it gives everything";
  });
}

TEST(LiveWaits, EveryBusyListenerHasAnAgeHoweverManyThereAre) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    const auto listeners = busy_listeners(kMostPorts + 10);
    const LiveListener idle(9);
    const MnlNetlink netlink;
    DumpClient client(netlink);
    std::vector<ListenSocket> sockets;
    ASSERT_TRUE(read_listen_sockets(client, sockets).ok());
    OldestWaits waits;
    const auto all_have_waited = [&] {
      EXPECT_TRUE(read_waiting_connections(client, sockets, waits).ok());
      return std::ranges::all_of(sockets, [&](const ListenSocket& socket) {
        return waits.age(socket.local).count() > 0 || socket.queue_length == 0;
      });
    };
    while (!all_have_waited()) std::this_thread::yield();
    for (const ListenSocket& socket : sockets)
      if (socket.local.port == idle.address().port()) {
        EXPECT_EQ(waits.age(socket.local).count(), 0);
      }
  });
}

}  // namespace
}  // namespace sockq
