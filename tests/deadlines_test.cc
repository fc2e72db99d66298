#include "agent/deadlines.h"

#include <gtest/gtest.h>

namespace sockq {
namespace {

using std::chrono::milliseconds;

constexpr Deadlines::TimePoint kBegin{std::chrono::seconds(1)};

TEST(Deadlines, KeepTheRhythmHoweverLateEachLookIs) {
  Deadlines deadlines(kBegin);
  EXPECT_EQ(deadlines.next(kBegin, milliseconds(100)), kBegin + milliseconds(100));
  EXPECT_EQ(deadlines.next(kBegin + milliseconds(199), milliseconds(100)),
            kBegin + milliseconds(200));
  EXPECT_EQ(deadlines.next(kBegin + milliseconds(201), milliseconds(100)),
            kBegin + milliseconds(300));
  EXPECT_EQ(deadlines.missed(), 0U);
}

TEST(Deadlines, AStallIsCountedAndNotMadeUpFor) {
  Deadlines deadlines(kBegin);
  EXPECT_EQ(deadlines.next(kBegin + milliseconds(350), milliseconds(100)),
            kBegin + milliseconds(400));
  EXPECT_EQ(deadlines.missed(), 3U);
  EXPECT_EQ(deadlines.next(kBegin + milliseconds(401), milliseconds(100)),
            kBegin + milliseconds(500));
  EXPECT_EQ(deadlines.missed(), 3U);
}

TEST(Deadlines, ADeadlineOfThisVeryMomentHasPassed) {
  Deadlines deadlines(kBegin);
  EXPECT_EQ(deadlines.next(kBegin + milliseconds(100), milliseconds(100)),
            kBegin + milliseconds(200));
  EXPECT_EQ(deadlines.missed(), 1U);
}

TEST(Deadlines, TheRhythmMayChange) {
  Deadlines deadlines(kBegin);
  EXPECT_EQ(deadlines.next(kBegin, milliseconds(100)), kBegin + milliseconds(100));
  EXPECT_EQ(deadlines.next(kBegin + milliseconds(101), milliseconds(10)),
            kBegin + milliseconds(110));
  EXPECT_EQ(deadlines.next(kBegin + milliseconds(111), milliseconds(100)),
            kBegin + milliseconds(210));
  EXPECT_EQ(deadlines.missed(), 0U);
}

}  // namespace
}  // namespace sockq
