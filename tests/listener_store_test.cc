#include "agent/listener_store.h"

#include <gtest/gtest.h>

#include "tests/support/listen_sockets.h"

namespace sockq {
namespace {

using std::chrono::seconds;

constexpr ListenerStore::TimePoint kBegin{seconds(1000)};

std::vector<ListenSocket> sockets_of(std::initializer_list<ListenMessage> messages) {
  std::vector<ListenSocket> sockets;
  for (const ListenMessage& message : messages) sockets.push_back(listen_socket(message));
  return sockets;
}

Listener only(const ListenerStore& store) {
  const auto listeners = store.listeners();
  EXPECT_EQ(listeners.size(), 1U);
  return listeners.empty() ? Listener{} : listeners.front();
}

TEST(ListenerStore, DropsBeginWithWhatTheSocketsHaveCounted) {
  ListenerStore store;
  store.update(sockets_of({{.cookie = 1, .drops = 5}, {.cookie = 2, .drops = 7}}), kBegin);
  EXPECT_EQ(only(store).drops, 12U);
}

TEST(ListenerStore, DropsStayWhenASocketClosesAndAnotherTakesItsPlace) {
  ListenerStore store;
  store.update(sockets_of({{.cookie = 1, .drops = 5}, {.cookie = 2, .drops = 7}}), kBegin);
  store.update(sockets_of({{.cookie = 2, .drops = 8}}), kBegin + seconds(1));
  EXPECT_EQ(only(store).drops, 13U);
  store.update(sockets_of({{.cookie = 3, .drops = 2}}), kBegin + seconds(2));
  EXPECT_EQ(only(store).drops, 15U);
}

TEST(ListenerStore, DropsRiseOverTheWrapOf32Bits) {
  ListenerStore store;
  store.update(sockets_of({{.drops = 0xffff'fffe}}), kBegin);
  store.update(sockets_of({{.drops = 3}}), kBegin + seconds(1));
  EXPECT_EQ(only(store).drops, 0x1'0000'0003U);
}

TEST(ListenerStore, DropsAreAbsentWhereTheKernelDoesNotSay) {
  ListenerStore store;
  store.update(sockets_of({{.drops = std::nullopt}}), kBegin);
  EXPECT_EQ(only(store).drops, std::nullopt);
}

TEST(ListenerStore, AClosedListenerStaysForItsRetentionAndEmpty) {
  ListenerStore store;
  store.update(sockets_of({{.length = 4, .drops = 9}}), kBegin);
  store.update({}, kBegin + ListenerStore::kRetention - seconds(1));
  const Listener closed = only(store);
  EXPECT_EQ(closed.sockets, 0U);
  EXPECT_EQ(closed.queue_length, 0U);
  EXPECT_EQ(closed.drops, 9U);
  store.update({}, kBegin + ListenerStore::kRetention);
  EXPECT_TRUE(store.listeners().empty());
}

TEST(ListenerStore, AListenerThatComesBackGoesOnCounting) {
  ListenerStore store;
  store.update(sockets_of({{.cookie = 1, .drops = 9}}), kBegin);
  store.update({}, kBegin + seconds(60));
  store.update(sockets_of({{.cookie = 2, .drops = 1}}), kBegin + seconds(120));
  EXPECT_EQ(only(store).drops, 10U);
  EXPECT_EQ(only(store).sockets, 1U);
}

TEST(ListenerStore, TheQueueIsTheLatestLook) {
  ListenerStore store;
  store.update(sockets_of({{.length = 129, .limit = 128}}), kBegin);
  EXPECT_TRUE(only(store).full);
  store.update(sockets_of({{.length = 1, .limit = 128}}), kBegin + seconds(1));
  EXPECT_FALSE(only(store).full);
  EXPECT_EQ(only(store).queue_length, 1U);
}

}  // namespace
}  // namespace sockq
