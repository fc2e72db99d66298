#include "agent/top/feed.h"

#include <gtest/gtest.h>
#include <poll.h>

#include <stdexcept>

namespace sockq {
namespace {

/// Sees a second more with each look; every third look fails, every fourth throws.
class CountingSource : public TopSource {
 public:
  [[nodiscard]] Result<TopSample> look() override {
    ++looks_;
    if (looks_ % 3 == 0) return Error{0, "fails", "here", ""};
    if (looks_ % 4 == 0) throw std::runtime_error("thrown");
    TopSample sample;
    sample.snapshot.time += std::chrono::seconds(looks_);
    return sample;
  }
  [[nodiscard]] std::string name() const override { return "there"; }

 private:
  int looks_ = 0;
};

TEST(Feed, GivesEachLookOnceAndSaysWhyThereIsNone) {
  CountingSource source;
  const auto feed = Feed::start(source, std::chrono::milliseconds(1));
  ASSERT_TRUE(feed.ok());
  std::chrono::system_clock::time_point latest{};
  bool failed = false;
  bool threw = false;
  for (int taken = 0; !failed || !threw || taken < 20;) {
    pollfd watched{.fd = feed.value()->fd(), .events = POLLIN, .revents = 0};
    ASSERT_EQ(::poll(&watched, 1, 60'000), 1);
    const auto look = feed.value()->take();
    ASSERT_TRUE(look);
    ++taken;
    if (look->ok()) {
      EXPECT_GT(look->value().snapshot.time, latest);
      latest = look->value().snapshot.time;
    } else {
      failed = failed || look->error().line() == "here: fails";
      threw = threw || look->error().line() == "there: thrown";
    }
  }
}

TEST(Feed, HasNothingBeforeTheFirstLook) {
  CountingSource source;
  const auto feed = Feed::start(source, std::chrono::hours(1));
  ASSERT_TRUE(feed.ok());
  EXPECT_FALSE(feed.value()->take());
}

}  // namespace
}  // namespace sockq
