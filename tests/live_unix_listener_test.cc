// Unix listeners on the real kernel, each test in a network namespace of its own. The truth is what
// clients meet: the kernel lets limit + 1 of them in (unix_recvq_full, net/unix/af_unix.c).
#include "tests/support/live_unix_listener.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

#include "tests/support/allocations.h"
#include "tests/support/fast_lane.h"
#include "tests/support/own_namespace.h"
#include "tests/support/steady_looks.h"
#include "tests/support/temp_dir.h"

namespace sockq {
namespace {

using namespace std::string_literals;

Listener find(const FastLane& lane, const std::string& address) {
  for (const Listener& candidate : lane.listeners())
    if (candidate.protocol == Protocol::unix_socket && candidate.address == address)
      return candidate;
  ADD_FAILURE() << "no listener " << address;
  return {};
}

TEST(LiveUnixListener, LengthAndLimitAreWhatClientsMeet) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    const TempDir dir;
    const std::string path = dir.path() / "app.sock";
    LiveUnixListener live(path, 3);
    FastLane lane;
    EXPECT_EQ(live.connect(2), 2);
    ASSERT_TRUE(lane.look());
    EXPECT_EQ(find(lane, path).queue_length, 2U);
    EXPECT_EQ(find(lane, path).queue_limit, 3U);
    EXPECT_FALSE(find(lane, path).full);
    EXPECT_EQ(live.connect(5), 2) << "limit + 1 in all";
    ASSERT_TRUE(lane.look());
    EXPECT_EQ(find(lane, path).queue_length, 4U);
    EXPECT_TRUE(find(lane, path).full);
    EXPECT_EQ(find(lane, path).drops, std::nullopt);
    live.accept_one();
    ASSERT_TRUE(lane.look());
    EXPECT_EQ(find(lane, path).queue_length, 3U);
    EXPECT_FALSE(find(lane, path).full);
    EXPECT_EQ(find(lane, path).history->peak, 4U);
    EXPECT_GT(find(lane, path).history->full_time.count(), 0);
  });
}

TEST(LiveUnixListener, NamesOfEveryKind) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    const TempDir dir;
    std::filesystem::current_path(dir.path());
    const LiveUnixListener relative("a b\n\xff", 1);
    const LiveUnixListener like_abstract("@name", 2, SOCK_SEQPACKET);
    const LiveUnixListener abstract("\0name"s, 3);
    const LiveUnixListener with_nul("\0name\0\n"s, 4, SOCK_SEQPACKET);
    const LiveUnixListener longest("\0"s + std::string(107, 'x'), 5);
    const LiveUnixListener longest_path(std::string(108, 'y'), 6);
    FastLane lane;
    ASSERT_TRUE(lane.look());
    EXPECT_EQ(find(lane, "a b\\x0a\\xff").queue_limit, 1U);
    EXPECT_EQ(find(lane, "\\x40name").queue_limit, 2U);
    EXPECT_EQ(find(lane, "@name").queue_limit, 3U);
    EXPECT_EQ(find(lane, "@name\\x00\\x0a").queue_limit, 4U);
    EXPECT_EQ(find(lane, "@" + std::string(107, 'x')).queue_limit, 5U);
    EXPECT_EQ(find(lane, std::string(108, 'y')).queue_limit, 6U);
    EXPECT_EQ(lane.listeners().size(), 6U);
  });
}

TEST(LiveUnixListener, APathThatIsBoundAgainIsOneListenerOfTwoSockets) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    const TempDir dir;
    const std::string path = dir.path() / "app.sock";
    LiveUnixListener first(path, 3);
    EXPECT_EQ(first.connect(4), 4);
    std::filesystem::remove(path);
    const LiveUnixListener second(path, 5);
    FastLane lane;
    ASSERT_TRUE(lane.look());
    EXPECT_EQ(find(lane, path).sockets, 2U);
    EXPECT_EQ(find(lane, path).queue_limit, 8U);
    EXPECT_TRUE(find(lane, path).full) << "one of them is";
  });
}

TEST(LiveUnixListener, AFastLookAllocatesNothing) {
  if (!allocations_so_far()) GTEST_SKIP() << "a sanitizer owns operator new";
  SOCKQ_IN_OWN_NAMESPACE([] {
    std::vector<std::unique_ptr<LiveUnixListener>> listeners;
    for (int count = 0; count < 200; ++count)
      listeners.push_back(std::make_unique<LiveUnixListener>(
          "\0some/long/name/of/an/application-"s + std::to_string(count), 3));
    FastLane lane;
    for (int look = 0; look < 3; ++look) ASSERT_TRUE(lane.look());
    EXPECT_EQ(listeners.front()->connect(9), 4);
    ASSERT_TRUE(lane.look());
    expect_looks_allocate_nothing(lane);
  });
}

}  // namespace
}  // namespace sockq
