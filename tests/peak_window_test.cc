#include "agent/peak_window.h"

#include <gtest/gtest.h>

#include <deque>
#include <random>

namespace sockq {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(PeakWindow, IsTheHighestOfTheWindowUpToOnePart) {
  constexpr seconds kWindow{60};
  std::mt19937 random(3);
  PeakWindow peaks;
  std::deque<std::pair<PeakWindow::TimePoint, std::uint64_t>> seen;
  PeakWindow::TimePoint now{seconds(12345)};
  const auto highest_since = [&](PeakWindow::TimePoint begin) {
    std::uint64_t highest = 0;
    for (const auto& [time, value] : seen)
      if (time > begin) highest = std::max(highest, value);
    return highest;
  };
  for (int look = 0; look < 3'000; ++look) {
    now += milliseconds(random() % 20 == 0 ? random() % 200'000 : random() % 1'000);
    const std::uint64_t value = random() % 10 == 0 ? random() % 1'000 : random() % 10;
    peaks.observe(value, now, kWindow);
    seen.emplace_back(now, value);
    while (seen.front().first < now - 2 * kWindow) seen.pop_front();
    EXPECT_GE(peaks.peak(), highest_since(now - kWindow + kWindow / PeakWindow::kParts));
    EXPECT_LE(peaks.peak(), highest_since(now - kWindow - kWindow / PeakWindow::kParts));
  }
}

TEST(PeakWindow, ATinyWindowIsTheLatestValue) {
  PeakWindow peaks;
  PeakWindow::TimePoint now{seconds(1)};
  peaks.observe(5, now, std::chrono::nanoseconds(1));
  peaks.observe(2, now + seconds(1), std::chrono::nanoseconds(1));
  EXPECT_EQ(peaks.peak(), 2U);
}

}  // namespace
}  // namespace sockq
