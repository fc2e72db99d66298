// The fast lane on the real kernel, each test in a network namespace of its own. The truth is what
// the sockets tell of themselves (SO_MEMINFO) and the counter of /proc/net/netstat, read as text.
#include "tests/support/live_listener.h"

#include <gtest/gtest.h>
#include <netinet/tcp.h>

#include <fstream>
#include <memory>
#include <optional>
#include <sstream>

#include "tests/support/allocations.h"
#include "tests/support/fast_lane.h"
#include "tests/support/own_namespace.h"
#include "tests/support/steady_looks.h"

namespace sockq {
namespace {

Listener find(const FastLane& lane, const SocketAddress& address) {
  for (const Listener& candidate : lane.listeners())
    if (candidate.address == address.text()) return candidate;
  ADD_FAILURE() << "no listener " << address.text();
  return {};
}

std::uint64_t overflows(const FastLane& lane, const LiveListener& live) {
  return find(lane, live.address()).history.value_or(ListenerHistory{}).overflows;
}

/// TcpExt ListenOverflows of this namespace.
std::uint64_t kernel_overflows() {
  std::ifstream netstat("/proc/self/net/netstat");
  std::string names;
  std::string numbers;
  while (std::getline(netstat, names) && std::getline(netstat, numbers)) {
    std::istringstream name_words(names);
    std::istringstream number_words(numbers);
    std::string name;
    std::string number;
    while (name_words >> name && number_words >> number)
      if (name == "ListenOverflows") return std::stoull(number);
  }
  return 0;
}

TEST(LiveListener, OneOfThreeOverflowsAndHasAllOfThem) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    FastLane lane;
    LiveListener guilty(2);
    LiveListener busy(100);
    const LiveListener idle(2);
    ASSERT_TRUE(lane.look());
    for (int burst = 0; burst < 5; ++burst) {
      guilty.connect(10);
      busy.connect(20);
      ASSERT_TRUE(lane.look());
      guilty.drain();
      busy.drain();
      ASSERT_TRUE(lane.look());
    }
    EXPECT_GE(kernel_overflows(), 35U);
    EXPECT_EQ(overflows(lane, guilty), kernel_overflows());
    EXPECT_EQ(overflows(lane, busy), 0U);
    EXPECT_EQ(overflows(lane, idle), 0U);
    EXPECT_EQ(find(lane, guilty.address()).drops, guilty.kernel_drops());
    EXPECT_EQ(lane.totals().overflows_shared, 0U);
    EXPECT_EQ(lane.totals().overflows_unattributed, 0U);
  });
}

TEST(LiveListener, TwoThatOverflowAtOnceShareTheirSum) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    FastLane lane;
    LiveListener small(2);
    LiveListener large(10);
    ASSERT_TRUE(lane.look());
    small.connect(30);
    large.connect(30);
    ASSERT_TRUE(lane.look());
    EXPECT_EQ(overflows(lane, small) + overflows(lane, large), kernel_overflows());
    EXPECT_EQ(overflows(lane, small), small.kernel_drops());
    EXPECT_EQ(lane.totals().overflows_shared, kernel_overflows());
  });
}

TEST(LiveListener, ABurstBetweenTwoLooksIsAttributedByItsDropsAlone) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    FastLane lane;
    LiveListener listener(2);
    ASSERT_TRUE(lane.look());
    listener.connect(10);
    listener.drain();
    ASSERT_TRUE(lane.look());
    EXPECT_EQ(overflows(lane, listener), kernel_overflows());
    EXPECT_GE(overflows(lane, listener), 7U);
  });
}

TEST(LiveListener, DeferredAcceptRaisesDropsAndNeverOverflows) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    FastLane lane;
    LiveListener deferred(100);
    LiveListener guilty(2);
    const int seconds = 5;
    ASSERT_EQ(::setsockopt(deferred.fd(), IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof(seconds)),
              0);
    ASSERT_TRUE(lane.look());
    deferred.connect(20);
    guilty.connect(10);
    ASSERT_TRUE(lane.look());
    EXPECT_EQ(deferred.kernel_drops(), 20U);
    EXPECT_EQ(find(lane, deferred.address()).drops, 20U);
    EXPECT_EQ(overflows(lane, deferred), 0U);
    EXPECT_EQ(overflows(lane, guilty), kernel_overflows());
  });
}

TEST(LiveListener, AHundredRestartsLoseNoDropThatALookSaw) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    FastLane lane;
    ASSERT_TRUE(lane.look());
    std::uint64_t seen = 0;
    SocketAddress address;
    for (int life = 0; life < 100; ++life) {
      LiveListener listener(1, address.length == 0 ? 0 : address.port());
      address = listener.address();
      listener.connect(3 + life % 5);
      ASSERT_TRUE(lane.look());
      seen += listener.kernel_drops();
      listener.drain();
      EXPECT_EQ(find(lane, address).drops, seen);
    }
    EXPECT_GE(seen, 100U);
    EXPECT_EQ(find(lane, address).history->overflows + lane.totals().overflows_unattributed,
              kernel_overflows());
  });
}

/// A listener of MPTCP on 127.0.0.1; none where the kernel has no MPTCP or has it switched off.
std::optional<LiveListener> mptcp_listener(int backlog) {
  constexpr int kMptcp = 262;  // IPPROTO_MPTCP, linux/in.h
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, kMptcp));
  const SocketAddress any_port = parse_socket_address("127.0.0.1:0").value();
  if (!fd.valid() || ::bind(fd.get(), any_port.get(), any_port.length) != 0 ||
      ::listen(fd.get(), backlog) != 0)
    return std::nullopt;
  const SocketAddress address = bound_address(fd.get()).value();
  return LiveListener(BoundListener{std::move(fd), address});
}

TEST(LiveListener, AnMptcpListenerIsOneWithDropsAndOverflows) {
  if (!mptcp_listener(1)) GTEST_SKIP() << "no MPTCP in this kernel";
  SOCKQ_IN_OWN_NAMESPACE([] {
    FastLane lane;
    LiveListener plain(2);
    auto mptcp = mptcp_listener(2);
    ASSERT_TRUE(mptcp);
    ASSERT_TRUE(lane.look());
    EXPECT_EQ(lane.listeners().size(), 2U) << "not a TCP listener besides";
    mptcp->connect(10);
    ASSERT_TRUE(lane.look());
    const Listener listener = find(lane, mptcp->address());
    EXPECT_EQ(listener.protocol, Protocol::mptcp);
    EXPECT_EQ(listener.queue_length, 3U);
    EXPECT_EQ(listener.queue_limit, 2U);
    EXPECT_TRUE(listener.full);
    EXPECT_EQ(overflows(lane, *mptcp), kernel_overflows());
    EXPECT_EQ(listener.drops, kernel_overflows());
    EXPECT_EQ(find(lane, plain.address()).protocol, Protocol::tcp);
    EXPECT_EQ(overflows(lane, plain), 0U);
    EXPECT_EQ(lane.totals().overflows_unattributed, 0U);
  });
}

TEST(LiveListener, AFastLookAllocatesNothing) {
  if (!allocations_so_far()) GTEST_SKIP() << "a sanitizer owns operator new";
  SOCKQ_IN_OWN_NAMESPACE([] {
    FastLane lane;
    std::vector<std::unique_ptr<LiveListener>> listeners;
    for (int count = 0; count < 200; ++count)
      listeners.push_back(std::make_unique<LiveListener>(4));
    for (int look = 0; look < 3; ++look) ASSERT_TRUE(lane.look());
    listeners.front()->connect(9);
    ASSERT_TRUE(lane.look());
    expect_looks_allocate_nothing(lane);
  });
}

}  // namespace
}  // namespace sockq
