#include "agent/lab/slope.h"

#include <algorithm>

namespace sockq {

QueueGrowth queue_growth(std::span<const QueuePoint> points) {
  const auto waits = [](const QueuePoint& point) { return point.length > 0; };
  const auto full = [](const QueuePoint& point) { return point.length > point.limit; };
  const auto first = std::ranges::find_if(points, waits);
  const auto end = std::ranges::find_if(points, full);
  QueueGrowth growth;
  if (first == points.end()) return growth;
  if (end != points.end()) growth.seconds_until_full = end->seconds - first->seconds;

  double count = 0, sum_x = 0, sum_y = 0, sum_xx = 0, sum_xy = 0;
  std::for_each(first, end, [&](const QueuePoint& point) {
    const double x = point.seconds - first->seconds;
    const auto y = static_cast<double>(point.length);
    count += 1;
    sum_x += x;
    sum_y += y;
    sum_xx += x * x;
    sum_xy += x * y;
  });
  const double spread = count * sum_xx - sum_x * sum_x;
  if (spread > 0) growth.per_second = (count * sum_xy - sum_x * sum_y) / spread;
  return growth;
}

}  // namespace sockq
