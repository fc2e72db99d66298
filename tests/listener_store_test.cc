#include "agent/listener_store.h"

#include <gtest/gtest.h>

#include <new>

#include "tests/support/allocations.h"
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

/// One look without a counter of overflows.
void look(ListenerStore& store, const std::vector<ListenSocket>& sockets,
          ListenerStore::TimePoint now) {
  store.update(sockets, std::nullopt, now);
}

Listener only(const ListenerStore& store) {
  const auto listeners = store.listeners();
  EXPECT_EQ(listeners.size(), 1U);
  return listeners.empty() ? Listener{} : listeners.front();
}

TEST(ListenerStore, DropsBeginWithWhatTheSocketsHaveCounted) {
  ListenerStore store;
  look(store, sockets_of({{.cookie = 1, .drops = 5}, {.cookie = 2, .drops = 7}}), kBegin);
  EXPECT_EQ(only(store).drops, 12U);
}

TEST(ListenerStore, DropsStayWhenASocketClosesAndAnotherTakesItsPlace) {
  ListenerStore store;
  look(store, sockets_of({{.cookie = 1, .drops = 5}, {.cookie = 2, .drops = 7}}), kBegin);
  look(store, sockets_of({{.cookie = 2, .drops = 8}}), kBegin + seconds(1));
  EXPECT_EQ(only(store).drops, 13U);
  look(store, sockets_of({{.cookie = 3, .drops = 2}}), kBegin + seconds(2));
  EXPECT_EQ(only(store).drops, 15U);
}

TEST(ListenerStore, DropsRiseOverTheWrapOf32Bits) {
  ListenerStore store;
  look(store, sockets_of({{.drops = 0xffff'fffe}}), kBegin);
  look(store, sockets_of({{.drops = 3}}), kBegin + seconds(1));
  EXPECT_EQ(only(store).drops, 0x1'0000'0003U);
}

TEST(ListenerStore, DropsAreAbsentWhereTheKernelDoesNotSay) {
  ListenerStore store;
  look(store, sockets_of({{.drops = std::nullopt}}), kBegin);
  EXPECT_EQ(only(store).drops, std::nullopt);
}

TEST(ListenerStore, AClosedListenerStaysForItsRetentionAndEmpty) {
  ListenerStore store;
  look(store, sockets_of({{.length = 4, .drops = 9}}), kBegin);
  look(store, {}, kBegin + seconds(1));
  look(store, {}, kBegin + ListenerStore::kRetention);
  const Listener closed = only(store);
  EXPECT_EQ(closed.sockets, 0U);
  EXPECT_EQ(closed.queue_length, 0U);
  EXPECT_EQ(closed.drops, 9U);
  look(store, {}, kBegin + seconds(1) + ListenerStore::kRetention);
  EXPECT_TRUE(store.listeners().empty());
}

TEST(ListenerStore, AListenerThatComesBackGoesOnCounting) {
  ListenerStore store;
  look(store, sockets_of({{.cookie = 1, .drops = 9}}), kBegin);
  look(store, {}, kBegin + seconds(60));
  look(store, sockets_of({{.cookie = 2, .drops = 1}}), kBegin + seconds(120));
  EXPECT_EQ(only(store).drops, 10U);
  EXPECT_EQ(only(store).sockets, 1U);
}

TEST(ListenerStore, TheQueueIsTheLatestLook) {
  ListenerStore store;
  look(store, sockets_of({{.length = 129, .limit = 128}}), kBegin);
  EXPECT_TRUE(only(store).full);
  look(store, sockets_of({{.length = 1, .limit = 128}}), kBegin + seconds(1));
  EXPECT_FALSE(only(store).full);
  EXPECT_EQ(only(store).queue_length, 1U);
}

TEST(ListenerStore, ThePeakIsThatOfTheWindowHoweverOftenItIsRead) {
  ListenerStore store({.peak_window = seconds(60)});
  look(store, sockets_of({{.length = 9}}), kBegin);
  look(store, sockets_of({{.length = 2}}), kBegin + seconds(59));
  EXPECT_EQ(only(store).history->peak, 9U);
  EXPECT_EQ(only(store).history->peak, 9U);
  look(store, sockets_of({{.length = 1}}), kBegin + seconds(61));
  EXPECT_EQ(only(store).history->peak, 2U);
}

TEST(ListenerStore, EachLookIsOneObservationOfTheFullestSocket) {
  ListenerStore store;
  look(store, sockets_of({{.cookie = 1, .length = 1, .limit = 1}, {.cookie = 2}}), kBegin);
  look(store, sockets_of({{.cookie = 1, .length = 2, .limit = 1}, {.cookie = 2}}),
       kBegin + seconds(1));
  look(store, {}, kBegin + seconds(2));
  const FillHistogram fill = only(store).history->fill;
  EXPECT_DOUBLE_EQ(fill.sum(), 1.5);
  EXPECT_EQ(fill.counts(), (std::array<std::uint64_t, 8>{0, 0, 0, 1, 0, 0, 1, 0}));
}

TEST(ListenerStore, ALookThatIsFullStandsForHalfTheTimeOnEitherSide) {
  ListenerStore store;
  const auto full = sockets_of({{.length = 2, .limit = 1}});
  const auto empty = sockets_of({{.length = 0, .limit = 1}});
  look(store, full, kBegin);
  EXPECT_EQ(only(store).history->full_time, seconds(0));
  look(store, full, kBegin + seconds(10));
  EXPECT_EQ(only(store).history->full_time, seconds(10));
  look(store, empty, kBegin + seconds(20));
  EXPECT_EQ(only(store).history->full_time, seconds(15));
  look(store, empty, kBegin + seconds(30));
  EXPECT_EQ(only(store).history->full_time, seconds(15));
}

TEST(ListenerStore, OfALongTimeWithoutALookOnlyAPartCanHaveBeenFull) {
  ListenerStore store({.longest_gap = seconds(10)});
  const auto full = sockets_of({{.length = 2, .limit = 1, .drops = 7}});
  store.update(full, 7, kBegin);
  store.update(sockets_of({{.length = 2, .limit = 1, .drops = 107}}), 107,
               kBegin + std::chrono::hours(8));
  EXPECT_EQ(only(store).history->full_time, seconds(10));
  EXPECT_EQ(only(store).history->peak, 2U);
  EXPECT_EQ(only(store).history->fill.observations(), 2U);
  EXPECT_EQ(only(store).history->overflows, 100U);
  EXPECT_EQ(only(store).drops, 107U);
}

TEST(ListenerStore, APeakIsForgottenInALongTimeWithoutALook) {
  ListenerStore store({.peak_window = seconds(60)});
  look(store, sockets_of({{.length = 9, .limit = 16}}), kBegin);
  look(store, sockets_of({{.length = 1, .limit = 16}}), kBegin + std::chrono::hours(8));
  EXPECT_EQ(only(store).history->peak, 1U);
}

TEST(ListenerStore, OverflowsBelongToTheListenerWhoseDropsRose) {
  ListenerStore store;
  store.update(sockets_of({{.port = 80, .cookie = 1, .drops = 50}, {.port = 81, .cookie = 2}}), 100,
               kBegin);
  store.update(sockets_of({{.port = 80, .cookie = 1, .drops = 50},
                           {.port = 81, .cookie = 2, .length = 129, .drops = 7}}),
               107, kBegin + seconds(1));
  const auto listeners = store.listeners();
  EXPECT_EQ(listeners[0].history->overflows, 0U);
  EXPECT_EQ(listeners[1].history->overflows, 7U);
  EXPECT_EQ(store.totals().overflows_shared, 0U);
  EXPECT_EQ(store.totals().overflows_unattributed, 0U);
}

TEST(ListenerStore, OverflowsOfSocketsThatAreNotWatchedAreNotGivenToOthers) {
  ListenerStore store({.wanted = [](std::string_view name) { return name == "0.0.0.0:80"; }});
  store.update(sockets_of({{.port = 80, .cookie = 1}, {.port = 81, .cookie = 2}}), 0, kBegin);
  store.update(sockets_of({{.port = 80, .cookie = 1}, {.port = 81, .cookie = 2, .drops = 7}}), 7,
               kBegin + seconds(1));
  EXPECT_EQ(only(store).history->overflows, 0U);
  EXPECT_EQ(store.totals().overflows_unattributed, 7U);
  EXPECT_EQ(store.totals().sockets_excluded, 1U);
}

TEST(ListenerStore, OverflowsFromBeforeSockqWatchedAreNobodys) {
  ListenerStore store;
  store.update(sockets_of({{.drops = 500}}), 500, kBegin);
  store.update(sockets_of({{.drops = 501}}), 501, kBegin + seconds(1));
  EXPECT_EQ(only(store).history->overflows, 1U);
  EXPECT_EQ(only(store).drops, 501U);
}

TEST(ListenerStore, QuietLooksAreObservationsToo) {
  ListenerStore store;
  for (int second = 0; second < 10; ++second)
    look(store, sockets_of({{.limit = 9}}), kBegin + seconds(second));
  EXPECT_EQ(only(store).history->fill.counts()[0], 10U);
  look(store, sockets_of({{.length = 5, .limit = 9}}), kBegin + seconds(10));
  look(store, sockets_of({{.limit = 9}}), kBegin + seconds(11));
  look(store, sockets_of({{.limit = 9}}), kBegin + seconds(12));
  EXPECT_EQ(only(store).history->fill.counts()[0], 12U);
  EXPECT_DOUBLE_EQ(only(store).history->fill.sum(), 0.5);
}

TEST(ListenerStore, ALimitThatListenChangesIsSeenAtOnce) {
  ListenerStore store;
  look(store, sockets_of({{.limit = 9}}), kBegin);
  look(store, sockets_of({{.limit = 20}}), kBegin + seconds(1));
  EXPECT_EQ(only(store).queue_limit, 20U);
}

TEST(ListenerStore, WhoTakesTheNumberOfAnotherKeepsItsOwnHistory) {
  ListenerStore store;
  const ListenMessage last{.port = 3, .cookie = 3, .drops = 30};
  look(store, sockets_of({{.port = 1, .cookie = 1}, {.port = 2, .cookie = 2}, last}), kBegin);
  const auto one_gone = sockets_of({{.port = 2, .cookie = 2, .drops = 2}, last});
  look(store, one_gone, kBegin + seconds(1));
  look(store, one_gone, kBegin + seconds(2) + ListenerStore::kRetention);
  look(store, one_gone, kBegin + seconds(3) + ListenerStore::kRetention);
  const auto listeners = store.listeners();
  ASSERT_EQ(listeners.size(), 2U);
  EXPECT_EQ(listeners[0].drops, 2U);
  EXPECT_EQ(listeners[1].drops, 30U);
  EXPECT_EQ(listeners[1].sockets, 1U);
}

TEST(ListenerStore, NoMoreThanTheMostAreWatchedAndTheRestIsCounted) {
  ListenerStore store({.most_listeners = 2});
  const auto three =
      sockets_of({{.port = 1, .cookie = 1}, {.port = 2, .cookie = 2}, {.port = 3, .cookie = 3}});
  look(store, three, kBegin);
  EXPECT_EQ(store.listeners().size(), 2U);
  EXPECT_EQ(store.totals().sockets_over_max, 1U);
}

TEST(ListenerStore, AClosedListenerMakesRoomForOneThatIsOpen) {
  ListenerStore store({.most_listeners = 2});
  look(store, sockets_of({{.port = 1, .cookie = 1}, {.port = 2, .cookie = 2}}), kBegin);
  const auto later = sockets_of({{.port = 3, .cookie = 3, .drops = 4}, {.port = 2, .cookie = 2}});
  look(store, later, kBegin + seconds(1));
  EXPECT_EQ(store.totals().sockets_over_max, 1U) << "port 1 closed in this very look";
  look(store, later, kBegin + seconds(2));
  ASSERT_EQ(store.listeners().size(), 2U);
  EXPECT_EQ(store.listeners()[1].address, "0.0.0.0:3");
  EXPECT_EQ(store.listeners()[1].drops, 4U) << "those of before it was watched count too";
  EXPECT_EQ(store.totals().sockets_over_max, 0U);
}

TEST(ListenerStore, DropsStayThoughTheSocketsComeInAnotherOrder) {
  ListenerStore store;
  look(store, sockets_of({{.cookie = 1, .drops = 1}, {.cookie = 2, .drops = 2}}), kBegin);
  look(store, sockets_of({{.cookie = 2, .drops = 3}, {.cookie = 3}, {.cookie = 1, .drops = 1}}),
       kBegin + seconds(1));
  look(store, sockets_of({{.cookie = 1, .drops = 2}, {.cookie = 3}, {.cookie = 2, .drops = 3}}),
       kBegin + seconds(2));
  EXPECT_EQ(only(store).drops, 5U);
}

TEST(ListenerStore, WhereMemoryEndsNothingIsLostOrCountedTwice) {
  if (!allocations_so_far()) GTEST_SKIP() << "a sanitizer owns operator new";
  const auto first = sockets_of({{.port = 1, .cookie = 1, .drops = 1}, {.port = 2, .cookie = 2}});
  const auto second = sockets_of({{.port = 3, .cookie = 3, .drops = 3},
                                  {.port = 1, .cookie = 1, .drops = 5},
                                  {.port = 4, .cookie = 4, .drops = 4},
                                  {.port = 5, .cookie = 5, .drops = 8},
                                  {.port = 1, .cookie = 6, .drops = 6}});
  const auto third = sockets_of({{.port = 1, .cookie = 1, .drops = 9},
                                 {.port = 3, .cookie = 3, .drops = 7},
                                 {.port = 5, .cookie = 5, .drops = 9},
                                 {.port = 1, .cookie = 6, .drops = 7},
                                 {.port = 4, .cookie = 4, .drops = 4}});
  bool memory_ended = true;
  for (std::uint64_t spared = 0; memory_ended; ++spared) {
    ASSERT_LT(spared, 1000U);
    ListenerStore store;
    look(store, first, kBegin);
    try {
      const std::uint64_t before = *allocations_so_far();
      const NoMemory ends(spared);
      look(store, second, kBegin + seconds(1));
      memory_ended = *allocations_so_far() > before + spared;
    } catch (const std::bad_alloc&) {
      memory_ended = true;
    }
    look(store, third, kBegin + seconds(2));
    const auto listeners = store.listeners();
    ASSERT_EQ(listeners.size(), 5U) << spared;
    const std::uint64_t drops[] = {16, 0, 7, 4, 9};
    for (std::size_t number = 0; number < listeners.size(); ++number)
      EXPECT_EQ(listeners[number].drops, drops[number])
          << listeners[number].address << " after " << spared;
  }
}

}  // namespace
}  // namespace sockq
