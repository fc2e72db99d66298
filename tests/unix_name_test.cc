#include "collectors/unix_name.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace sockq {
namespace {

using namespace std::string_literals;

std::string text_of(std::string_view bytes) { return unix_name_text(UnixName(bytes)); }

TEST(UnixName, PathsAndAbstractNamesReadAsPeopleWriteThem) {
  EXPECT_EQ(text_of("/run/app.sock"), "/run/app.sock");
  EXPECT_EQ(text_of("run/my app.sock"), "run/my app.sock");
  EXPECT_EQ(text_of("\0/tmp/.X11-unix/X0"s), "@/tmp/.X11-unix/X0");
}

TEST(UnixName, BytesThatAreNotPlainAreEscaped) {
  EXPECT_EQ(text_of("/a\nb\x7f\xff\\"), "/a\\x0ab\\x7f\\xff\\x5c");
  EXPECT_EQ(text_of("/caf\xc3\xa9"), "/caf\\xc3\\xa9");
  EXPECT_EQ(text_of("\0\0a\0"s), "@\\x00a\\x00");
}

TEST(UnixName, APathThatBeginsLikeAnAbstractNameIsToldApart) {
  EXPECT_EQ(text_of("@app"), "\\x40app");
  EXPECT_EQ(text_of("\0@app"s), "@@app");
  EXPECT_NE(text_of("\\x40app"), text_of("@app"));
}

TEST(UnixName, KeepsAsManyBytesAsAnAddressHolds) {
  EXPECT_EQ(text_of(std::string(UnixName::kMostBytes, 'x')), std::string(108, 'x'));
  EXPECT_EQ(text_of(std::string(500, 'x')), std::string(108, 'x'));
}

TEST(UnixName, DifferentNamesGiveDifferentPrintableTexts) {
  std::mt19937 random(5);
  constexpr std::string_view kBytes("\0@\\x04a\n\xff", 8);
  std::set<std::string> names;
  std::set<std::string> texts;
  for (int count = 0; count < 20'000; ++count) {
    std::string name(random() % 7, ' ');
    for (char& letter : name) letter = kBytes[random() % kBytes.size()];
    const std::string text = text_of(name);
    for (const char letter : text) EXPECT_TRUE(letter >= ' ' && letter <= '~');
    EXPECT_EQ(names.insert(name).second, texts.insert(text).second) << text;
  }
}

}  // namespace
}  // namespace sockq
