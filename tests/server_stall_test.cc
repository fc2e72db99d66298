#include <gtest/gtest.h>
#include <sys/eventfd.h>

#include "agent/server/stall_schedule.h"
#include "agent/server/stop.h"
#include "agent/server/work.h"
#include "collectors/base/unique_fd.h"

namespace sockq {
namespace {

using namespace std::chrono_literals;

const StallSchedule::TimePoint kStart{1h};

TEST(StallSchedule, IsForEverWithoutARhythm) {
  const StallSchedule stalls({.stall = Stall::read}, kStart);
  EXPECT_EQ(stalls.ends(Stall::read, kStart), StallSchedule::TimePoint::max());
  EXPECT_FALSE(stalls.ends(Stall::accept, kStart));
}

TEST(StallSchedule, ComesAndGoes) {
  const StallSchedule stalls({.stall = Stall::accept, .stall_every = 10s, .stall_for = 200ms},
                             kStart);
  EXPECT_FALSE(stalls.ends(Stall::accept, kStart + 100ms)) << "it begins well";
  EXPECT_FALSE(stalls.ends(Stall::accept, kStart + 9999ms));
  EXPECT_EQ(stalls.ends(Stall::accept, kStart + 10s), kStart + 10200ms);
  EXPECT_EQ(stalls.ends(Stall::accept, kStart + 10199ms), kStart + 10200ms);
  EXPECT_FALSE(stalls.ends(Stall::accept, kStart + 10200ms));
  EXPECT_EQ(stalls.ends(Stall::accept, kStart + 30100ms), kStart + 30200ms);
}

TEST(StallSchedule, IsNotThereByDefault) {
  const StallSchedule stalls({}, kStart);
  for (const Stall what : {Stall::none, Stall::accept, Stall::read, Stall::write})
    EXPECT_FALSE(stalls.ends(what, kStart + 1h));
}

class StopTest : public testing::Test {
 protected:
  void ask() const { ::eventfd_write(event_.get(), 1); }
  [[nodiscard]] Stop stop(std::chrono::nanoseconds drain) const { return {event_.get(), drain}; }

 private:
  UniqueFd event_{::eventfd(0, EFD_CLOEXEC)};
};

TEST_F(StopTest, LetsWhatIsBegunGoOnForAWhile) {
  Stop waiting = stop(50ms);
  EXPECT_FALSE(waiting.asked());
  ask();
  EXPECT_TRUE(waiting.asked());
  EXPECT_FALSE(waiting.over());
  EXPECT_TRUE(waiting.sleep(1ms));
  EXPECT_FALSE(waiting.sleep(1h));
  EXPECT_TRUE(waiting.over());
}

TEST_F(StopTest, EndsTheWaitOfTheIdleAtOnce) {
  Stop waiting = stop(1h);
  EXPECT_EQ(waiting.wait(-1, 0, std::chrono::steady_clock::now(), true), Stop::Wake::timeout);
  ask();
  EXPECT_EQ(waiting.wait(-1, 0, Stop::TimePoint::max(), true), Stop::Wake::stop);
}

TEST_F(StopTest, EndsWorkOfEitherKind) {
  for (const WorkKind kind : {WorkKind::sleep, WorkKind::cpu}) {
    Stop unasked = stop(0ms);
    EXPECT_TRUE(do_work(kind, 1ms, unasked));
  }
  ask();
  for (const WorkKind kind : {WorkKind::sleep, WorkKind::cpu}) {
    Stop asked = stop(0ms);
    EXPECT_FALSE(do_work(kind, 1h, asked));
    EXPECT_TRUE(do_work(kind, 0ms, asked));
  }
}

}  // namespace
}  // namespace sockq
