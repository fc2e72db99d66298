#include "agent/log.h"

#include <gtest/gtest.h>

namespace sockq {
namespace {

TEST(FormatLog, LogfmtAndJson) {
  EXPECT_EQ(format_log(LogFormat::logfmt, "listening", {{"address", "[::]:1"}}),
            R"(msg="listening" address="[::]:1")");
  EXPECT_EQ(format_log(LogFormat::json, "listening", {{"address", "[::]:1"}}),
            R"("msg":"listening","address":"[::]:1")");
}

TEST(FormatLog, HostileValuesStayOnTheirLine) {
  EXPECT_EQ(format_log(LogFormat::json, "x", {{"error", "a\"b\\c\nd"}}),
            R"("msg":"x","error":"a\"b\\c\u000ad")");
  EXPECT_EQ(format_log(LogFormat::json, "x", {{"error", "a\xff\xc3"}}),
            "\"msg\":\"x\",\"error\":\"a\uFFFD\uFFFD\"");
}

}  // namespace
}  // namespace sockq
