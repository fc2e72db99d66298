#include "agent/listener_filter.h"

#include <gtest/gtest.h>

namespace sockq {
namespace {

bool watches(const std::string& include, const std::string& exclude, std::string_view address) {
  return make_listener_filter(include, exclude).value()(address);
}

TEST(ListenerFilter, MatchesTheWholeAddress) {
  EXPECT_TRUE(watches("", "", "0.0.0.0:80"));
  EXPECT_TRUE(watches(".*:(80|443)", "", "[::]:443"));
  EXPECT_FALSE(watches(".*:80", "", "0.0.0.0:8080"));
  EXPECT_FALSE(watches("", "127\\..*", "127.0.0.1:80"));
  EXPECT_TRUE(watches("", "127", "127.0.0.1:80")) << "a part is not the whole";
  EXPECT_FALSE(watches(".*:80", "\\[.*", "[::]:80"));
}

TEST(ListenerFilter, AnExpressionThatIsNoneIsSaid) {
  const auto filter = make_listener_filter("", "(");
  ASSERT_FALSE(filter.ok());
  EXPECT_EQ(filter.error().line().rfind("(: not a regular expression", 0), 0U);
}

}  // namespace
}  // namespace sockq
