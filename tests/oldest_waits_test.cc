#include "collectors/oldest_waits.h"

#include <gtest/gtest.h>

#include "agent/wait_store.h"

namespace sockq {
namespace {

using std::chrono::milliseconds;

Endpoint port(std::uint16_t number) {
  Endpoint endpoint;
  endpoint.port = number;
  return endpoint;
}

Connection waiting(std::uint16_t listener, int age) {
  return {
      .local = port(listener), .state = TcpState::established, .last_data_sent = milliseconds(age)};
}

OldestWaits waits_of(std::initializer_list<std::uint16_t> listeners,
                     std::initializer_list<Connection> connections) {
  std::vector<ListenSocket> sockets;
  for (const std::uint16_t number : listeners) sockets.emplace_back().local = port(number);
  OldestWaits waits;
  waits.begin(sockets);
  for (const Connection& connection : connections) waits.add(connection);
  return waits;
}

TEST(OldestWaits, AreOfEachListenerItsOldest) {
  const OldestWaits waits =
      waits_of({80, 81, 82, 80}, {waiting(80, 5), waiting(81, 9), waiting(80, 7), waiting(80, 6)});
  EXPECT_EQ(waits.age(port(80)), milliseconds(7));
  EXPECT_EQ(waits.age(port(81)), milliseconds(9));
  EXPECT_EQ(waits.age(port(82)), milliseconds(0));
  EXPECT_EQ(waits.age(port(83)), milliseconds(0)) << "no such listener";
}

TEST(OldestWaits, OnlyWhatIsInTheAcceptQueueWaits) {
  Connection accepted = waiting(80, 100);
  accepted.inode = 7;
  Connection request = waiting(80, 200);
  request.state = TcpState::syn_recv;
  Connection orphan = waiting(80, 300);
  orphan.state = TcpState::fin_wait1;
  Connection half_closed = waiting(80, 50);
  half_closed.state = TcpState::close_wait;
  Connection untold = waiting(80, 0);
  untold.last_data_sent.reset();
  const OldestWaits waits =
      waits_of({80}, {accepted, request, orphan, half_closed, untold, waiting(90, 400)});
  EXPECT_EQ(waits.age(port(80)), milliseconds(50));
}

TEST(WaitStore, TellsTheAgeUntilTheQueueIsEmpty) {
  WaitStore store;
  std::vector<Listener> listeners(1);
  listeners[0].local = port(80);
  listeners[0].queue_length = 1;
  store.describe(listeners);
  EXPECT_FALSE(listeners[0].oldest_wait) << "nobody looked";
  store.update(waits_of({80}, {waiting(80, 5)}));
  store.describe(listeners);
  EXPECT_EQ(listeners[0].oldest_wait, milliseconds(5));
  listeners[0].queue_length = 0;
  store.describe(listeners);
  EXPECT_EQ(listeners[0].oldest_wait, milliseconds(0));
  store.forget();
  std::vector<Listener> later(1);
  store.describe(later);
  EXPECT_FALSE(later[0].oldest_wait);
}

}  // namespace
}  // namespace sockq
