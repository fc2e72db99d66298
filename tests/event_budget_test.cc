#include "exporters/event_budget.h"

#include <gtest/gtest.h>

namespace sockq {
namespace {

std::uint64_t taken(EventBudget& budget, std::uint64_t wanted, EventBudget::TimePoint now) {
  std::uint64_t count = 0;
  while (wanted-- > 0) count += budget.take(now) ? 1 : 0;
  return count;
}

TEST(EventBudget, GivesABurstAndThenItsRate) {
  const EventBudget::TimePoint begin{};
  EventBudget budget(begin);
  EXPECT_EQ(taken(budget, EventBudget::kBurst + 7, begin), EventBudget::kBurst);
  EXPECT_EQ(budget.take_left_out(), 7U);
  EXPECT_EQ(budget.take_left_out(), 0U);
  EXPECT_EQ(taken(budget, 500, begin + std::chrono::milliseconds(2500)),
            2 * EventBudget::kPerSecond);
  EXPECT_EQ(taken(budget, 5000, begin + std::chrono::hours(1)), EventBudget::kBurst);
}

}  // namespace
}  // namespace sockq
