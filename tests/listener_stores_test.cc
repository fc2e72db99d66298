#include "agent/listener_stores.h"

#include <gtest/gtest.h>

#include "tests/support/listen_sockets.h"

namespace sockq {
namespace {

using std::chrono::seconds;

constexpr ListenerStore::TimePoint kBegin{seconds(1000)};

/// A look at one TCP listener, or none, and one unix listener with a queue of `length` of 1.
Sample sample_at(seconds since_begin, bool inet, Reading reading, std::uint32_t length = 0) {
  Sample sample;
  sample.steady = kBegin + since_begin;
  sample.has_sockets = inet;
  if (inet) sample.sockets = {listen_socket({.cookie = 7, .drops = 3})};
  sample.unix_reading = reading;
  if (reading == Reading::latest)
    sample.unix_sockets = {unix_socket({.cookie = 8, .length = length, .limit = 1})};
  return sample;
}

std::vector<std::string> addresses(const ListenerStores& stores) {
  std::vector<std::string> result;
  if (const auto listeners = stores.listeners())
    for (const Listener& listener : *listeners) result.push_back(listener.address);
  return result;
}

using Addresses = std::vector<std::string>;

TEST(ListenerStores, EachKindIsThereWhereItWasRead) {
  ListenerStores stores;
  EXPECT_FALSE(stores.listeners());
  stores.update(sample_at(seconds(0), true, Reading::latest));
  EXPECT_EQ(addresses(stores), (Addresses{"0.0.0.0:80", "/run/app.sock"}));
  stores.update(sample_at(seconds(1), false, Reading::latest));
  EXPECT_EQ(addresses(stores), Addresses{"/run/app.sock"});
  stores.update(sample_at(seconds(2), true, Reading::absent));
  EXPECT_EQ(addresses(stores), Addresses{"0.0.0.0:80"});
  stores.update(sample_at(seconds(3), false, Reading::absent));
  EXPECT_FALSE(stores.listeners());
}

TEST(ListenerStores, UnixListenersHaveAHistoryAndNoDrops) {
  ListenerStores stores;
  stores.update(sample_at(seconds(0), true, Reading::latest, 2));
  stores.update(sample_at(seconds(4), true, Reading::latest, 2));
  const Listener listener = stores.listeners()->back();
  EXPECT_EQ(listener.protocol, Protocol::unix_socket);
  EXPECT_TRUE(listener.full);
  EXPECT_EQ(listener.history->peak, 2U);
  EXPECT_EQ(listener.history->full_time, seconds(4));
  EXPECT_EQ(listener.history->fill.observations(), 2U);
  EXPECT_EQ(listener.drops, std::nullopt);
}

TEST(ListenerStores, BetweenTwoLooksAtUnixSocketsTheEarlierStands) {
  ListenerStores stores;
  stores.update(sample_at(seconds(0), true, Reading::latest, 2));
  stores.update(sample_at(seconds(1), true, Reading::earlier));
  EXPECT_TRUE(stores.listeners()->back().full);
  stores.update(sample_at(seconds(4), true, Reading::latest, 2));
  EXPECT_EQ(stores.listeners()->back().history->full_time, seconds(4));
  EXPECT_EQ(stores.listeners()->back().history->fill.observations(), 2U);
}

TEST(ListenerStores, SocketsOfOneNameAreOneListener) {
  ListenerStores stores;
  Sample sample = sample_at(seconds(0), false, Reading::latest);
  sample.unix_sockets = {unix_socket({.cookie = 1, .length = 1, .limit = 5}),
                         unix_socket({.cookie = 2, .length = 7, .limit = 6}),
                         unix_socket({.name = "/run/other", .cookie = 3})};
  stores.update(sample);
  ASSERT_EQ(stores.listeners()->size(), 2U);
  const Listener both = stores.listeners()->front();
  EXPECT_EQ(both.sockets, 2U);
  EXPECT_EQ(both.queue_length, 8U);
  EXPECT_EQ(both.queue_limit, 11U);
  EXPECT_DOUBLE_EQ(both.fullest_ratio, 1);
}

TEST(ListenerStores, TheFilterAndTheMostAreForBothKinds) {
  ListenerStore::Options options;
  options.most_listeners = 1;
  options.wanted = [](std::string_view address) { return address != "/run/app.sock"; };
  ListenerStores stores(options);
  Sample sample = sample_at(seconds(0), true, Reading::latest);
  for (const char* name : {"/a", "/b", "/c"})
    sample.unix_sockets.push_back(
        unix_socket({.name = name, .cookie = static_cast<std::uint64_t>(name[1])}));
  stores.update(sample);
  EXPECT_EQ(addresses(stores), (Addresses{"0.0.0.0:80", "/a"}));
  EXPECT_EQ(stores.totals().sockets_excluded, 1U);
  EXPECT_EQ(stores.totals().sockets_over_max, 2U);
}

TEST(ListenerStores, AUnixListenerHasNoPartInOverflows) {
  ListenerStores stores;
  const std::size_t row = kernel_value_row("listen_overflows_total");
  Sample sample = sample_at(seconds(0), true, Reading::latest, 2);
  sample.values[row] = 10;
  stores.update(sample);
  sample = sample_at(seconds(1), true, Reading::latest, 2);
  sample.values[row] = 14;
  *sample.sockets[0].drops += 4;
  stores.update(sample);
  EXPECT_EQ(stores.listeners()->front().history->overflows, 4U);
  EXPECT_EQ(stores.listeners()->back().history->overflows, 0U);
  EXPECT_EQ(stores.totals().overflows_shared, 0U);
}

TEST(ListenerStores, EitherKindMakesTheLanesBusy) {
  ListenerStores stores;
  stores.update(sample_at(seconds(0), true, Reading::latest));
  EXPECT_FALSE(stores.last_busy());
  stores.update(sample_at(seconds(1), true, Reading::latest, 1));
  EXPECT_EQ(stores.last_busy(), kBegin + seconds(1));
}

}  // namespace
}  // namespace sockq
