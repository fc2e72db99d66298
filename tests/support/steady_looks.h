#pragma once

#include <gtest/gtest.h>

#include "tests/support/allocations.h"
#include "tests/support/fast_lane.h"

namespace sockq {

/// A hundred looks of a lane that has looked before.
inline void expect_looks_allocate_nothing(FastLane& lane) {
  const auto before = allocations_so_far();
  for (int look = 0; look < 100; ++look) ASSERT_TRUE(lane.look());
  EXPECT_EQ(allocations_so_far(), before);
}

}  // namespace sockq
