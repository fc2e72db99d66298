// The oldest wait for accept() on the real kernel, each test in a network namespace of its own. The
// truth is the clock: when each client connected, and when the collector looked.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "collectors/base/system_clock.h"
#include "collectors/collector.h"
#include "collectors/diag/mnl_netlink.h"
#include "collectors/proc/procfs.h"
#include "tests/support/live_listener.h"
#include "tests/support/loopback_client.h"
#include "tests/support/own_namespace.h"

namespace sockq {
namespace {

using namespace std::chrono_literals;
using TimePoint = std::chrono::steady_clock::time_point;

constexpr auto kTolerance = 20ms;

/// Something happened between the two.
struct Moment {
  TimePoint begin;
  TimePoint end;
};

template <class Action>
Moment moment_of(const Action& action) {
  const TimePoint begin = std::chrono::steady_clock::now();
  action();
  return {begin, std::chrono::steady_clock::now()};
}

void let_pass(std::chrono::milliseconds time) { std::this_thread::sleep_for(time); }

/// A listener that accepts when told, and the moments at which its clients came.
class Queue {
 public:
  void connect() {
    came_.push_back(moment_of([&] { listener_.connect(1); }));
    ASSERT_TRUE(reports(client(came_.size() - 1), POLLOUT, 1s));
  }
  void send(std::size_t index) const {
    const std::string bytes(100, 'x');
    ASSERT_EQ(::send(client(index), bytes.data(), bytes.size(), 0), 100);
  }
  void half_close(std::size_t index) const { ASSERT_EQ(::shutdown(client(index), SHUT_WR), 0); }
  void accept() {
    accepted_.push_back(listener_.accept());
    ASSERT_TRUE(accepted_.back().valid());
  }

  /// Looks, and expects the age of the client that came as number `index`.
  void expect_oldest(std::size_t index) {
    std::chrono::milliseconds wait{};
    const Moment look = moment_of([&] { wait = oldest_wait(); });
    EXPECT_GE(wait + kTolerance, look.begin - came_[index].end);
    EXPECT_LE(wait - kTolerance, look.end - came_[index].begin);
  }
  void expect_nobody() { EXPECT_EQ(oldest_wait(), 0ms); }

 private:
  [[nodiscard]] int client(std::size_t index) const { return listener_.client(index); }

  std::chrono::milliseconds oldest_wait() {
    Collectors chosen = every_collector();
    std::erase_if(chosen, [](const Collector* each) { return each->name != "waits"; });
    Workbench bench{Env{procfs_, netlink_, clock_, procfs_}};
    Sample sample;
    take_sample(bench, chosen, sample);
    for (const ListenSocket& socket : bench.wait_sockets)
      if (sample.waits && endpoint_text(socket.local) == listener_.address().text())
        return sample.waits->age(socket.local);
    ADD_FAILURE() << "nothing is known of " << listener_.address().text();
    return {};
  }

  MountedProcFs procfs_{"/proc"};
  MnlNetlink netlink_;
  SystemClock clock_;
  LiveListener listener_{100};
  std::vector<Moment> came_;
  std::vector<UniqueFd> accepted_;
};

TEST(LiveWait, IsTheAgeOfASilentClient) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    Queue queue;
    queue.expect_nobody();
    queue.connect();
    queue.expect_oldest(0);
    let_pass(150ms);
    queue.expect_oldest(0);
  });
}

TEST(LiveWait, IsTheAgeOfAClientThatSendsAgainAndAgain) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    Queue queue;
    queue.connect();
    for (int times = 0; times < 4; ++times) {
      let_pass(60ms);
      queue.send(0);
      queue.expect_oldest(0);
    }
    let_pass(60ms);
    queue.expect_oldest(0);
  });
}

TEST(LiveWait, IsTheAgeOfAClientThatHungUp) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    Queue queue;
    queue.connect();
    queue.send(0);
    let_pass(80ms);
    queue.half_close(0);
    queue.expect_oldest(0);
    let_pass(80ms);
    queue.expect_oldest(0);
  });
}

TEST(LiveWait, IsTheAgeOfTheNextOnceTheOldestIsAccepted) {
  SOCKQ_IN_OWN_NAMESPACE([] {
    Queue queue;
    for (std::size_t index = 0; index < 3; ++index) {
      queue.connect();
      let_pass(80ms);
      queue.send(index);
      queue.expect_oldest(0);
    }
    for (std::size_t accepted = 1; accepted < 3; ++accepted) {
      queue.accept();
      queue.expect_oldest(accepted);
    }
    queue.accept();
    queue.expect_nobody();
  });
}

}  // namespace
}  // namespace sockq
