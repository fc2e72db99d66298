#include "collectors/base/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace sockq {
namespace {

const std::string kBad = "\xEF\xBF\xBD";

TEST(ValidUtf8, KeepsWhatIsWellFormed) {
  for (const char* text : {"", "nginx", "a\nb\x1b", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80",
                           "\xED\x9F\xBF", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF"})
    EXPECT_EQ(valid_utf8(text), text);
}

TEST(ValidUtf8, ReplacesEachByteOfWhatIsNot) {
  EXPECT_EQ(valid_utf8("a\xFFz"), "a" + kBad + "z");
  EXPECT_EQ(valid_utf8("\xC3("), kBad + "(") << "a first byte alone";
  EXPECT_EQ(valid_utf8("\xE2\x82"), kBad + kBad) << "cut short";
  EXPECT_EQ(valid_utf8("\xC0\xAF"), kBad + kBad) << "overlong, two bytes";
  EXPECT_EQ(valid_utf8("\xE0\x80\xAF"), kBad + kBad + kBad) << "overlong, three bytes";
  EXPECT_EQ(valid_utf8("\xF0\x80\x80\xAF"), kBad + kBad + kBad + kBad) << "overlong, four bytes";
  EXPECT_EQ(valid_utf8("\xED\xA0\x80"), kBad + kBad + kBad) << "a surrogate";
  EXPECT_EQ(valid_utf8("\xF4\x90\x80\x80"), kBad + kBad + kBad + kBad) << "beyond U+10FFFF";
}

TEST(PrintableUtf8, ReplacesControlCharactersToo) {
  EXPECT_EQ(printable_utf8("a\x1b[2J\n\x7f"), "a" + kBad + "[2J" + kBad + kBad);
  EXPECT_EQ(printable_utf8("\xC2\x9B"), kBad) << "C1";
  EXPECT_EQ(printable_utf8("\xC2\xA0 \xC3\xA9"), "\xC2\xA0 \xC3\xA9");
}

}  // namespace
}  // namespace sockq
