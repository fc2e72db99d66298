#pragma once

#include <span>

#include "agent/lab/report.h"

namespace sockq {

/// How a queue filled up.
struct QueueGrowth {
  double per_second = 0;          ///< least squares, from the first that waited until it was full
  double seconds_until_full = 0;  ///< from the first that waited; 0: it never was
};

/// Pure.
[[nodiscard]] QueueGrowth queue_growth(std::span<const QueuePoint> points);

}  // namespace sockq
