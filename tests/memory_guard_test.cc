#include "agent/memory_guard.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace sockq {
namespace {

void ends() { throw std::bad_alloc(); }
void goes_well() {}

TEST(MemoryGuard, SaysOnceThatMemoryEndedAndOnceThatItSuffices) {
  MemoryGuard guard("looks");
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  EXPECT_TRUE(guard.run(goes_well));
  EXPECT_FALSE(guard.run(ends));
  EXPECT_FALSE(guard.run(ends));
  EXPECT_TRUE(guard.run(goes_well));
  EXPECT_TRUE(guard.run(goes_well));
  EXPECT_FALSE(guard.run(ends));
  const std::string said =
      testing::internal::GetCapturedStdout() + testing::internal::GetCapturedStderr();
  const auto count = [&said](const std::string& text) {
    std::size_t times = 0;
    for (std::size_t at = said.find(text); at != said.npos; at = said.find(text, at + 1)) ++times;
    return times;
  };
  EXPECT_EQ(count("memory ended"), 2U) << said;
  EXPECT_EQ(count("memory suffices again"), 1U) << said;
  EXPECT_EQ(count("looks"), 3U) << said;
}

TEST(MemoryGuard, OtherExceptionsPass) {
  MemoryGuard guard("looks");
  EXPECT_THROW(guard.run([] { throw std::runtime_error("no matter of memory"); }),
               std::runtime_error);
}

}  // namespace
}  // namespace sockq
