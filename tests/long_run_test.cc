// A day of looks in simulated time: what is remembered stays bounded, counters never fall.
#include <gtest/gtest.h>
#include <malloc.h>

#include <map>
#include <random>

#include "agent/listener_store.h"
#include "tests/support/listen_sockets.h"

namespace sockq {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kListeners = 10'000;
constexpr std::size_t kMost = 256;

/// 10,000 addresses, of which some 300 listen at a time; each may drop and overflow.
class ChangingMachine {
 public:
  void step() {
    ++step_;
    // One comes and one goes each step: the oldest gives way to the next address.
    sockets_.push_back(listen_socket({.host = "10.0.0.1",
                                      .port = static_cast<std::uint16_t>(1 + step_ % kListeners),
                                      .cookie = step_,
                                      .limit = 4}));
    if (sockets_.size() > 300) sockets_.erase(sockets_.begin());
    ListenSocket& busy = sockets_[random_() % sockets_.size()];
    busy.queue_length = static_cast<std::uint32_t>(random_() % 6);
    if (busy.queue_length > busy.queue_limit) {
      *busy.drops += 3;
      overflows_ += 3;
    }
  }
  [[nodiscard]] const std::vector<ListenSocket>& sockets() const { return sockets_; }
  [[nodiscard]] std::int64_t overflows() const { return overflows_; }

 private:
  std::mt19937 random_{11};
  std::uint64_t step_ = 0;
  std::vector<ListenSocket> sockets_;
  std::int64_t overflows_ = 0;
};

std::uint64_t looks_at(const Listener& listener) { return listener.history->fill.observations(); }

TEST(LongRun, ADayOfChangingListenersIsBoundedAndMonotone) {
  constexpr int kLooks = 24 * 3600;
  ListenerStore store({.most_listeners = kMost});
  ChangingMachine machine;
  ListenerStore::TimePoint now{std::chrono::hours(1)};
  std::map<std::string, Listener> before;
  std::size_t memory_after_an_hour = 0;
  for (int look = 0; look < kLooks; ++look) {
    machine.step();
    now += milliseconds(1000);
    store.update(machine.sockets(), machine.overflows(), now);
    if (look == 3600) memory_after_an_hour = ::mallinfo2().uordblks;
    if (look % 100 != 0) continue;

    std::map<std::string, Listener> latest;
    std::uint64_t attributed = store.totals().overflows_unattributed;
    for (const Listener& listener : store.listeners()) latest[listener.address] = listener;
    ASSERT_LE(latest.size(), kMost);
    ASSERT_GE(store.totals().sockets_over_max + latest.size(), machine.sockets().size());
    for (const auto& [address, listener] : latest) {
      attributed += listener.history->overflows;
      const auto earlier = before.find(address);
      if (earlier == before.end()) continue;
      if (looks_at(listener) < looks_at(earlier->second)) continue;  // it made room, and came back
      ASSERT_GE(*listener.drops, *earlier->second.drops) << address;
      ASSERT_GE(listener.history->overflows, earlier->second.history->overflows);
      ASSERT_GE(listener.history->full_time, earlier->second.history->full_time);
    }
    ASSERT_LE(attributed, static_cast<std::uint64_t>(machine.overflows()));
    before = std::move(latest);
  }
  EXPECT_LT(::mallinfo2().uordblks, memory_after_an_hour + 1024 * 1024);
}

}  // namespace
}  // namespace sockq
