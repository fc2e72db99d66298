#include "exporters/gzip.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/gunzip.h"

namespace sockq {
namespace {

std::string metrics_text() {
  std::string text;
  for (int port = 0; port < 10'000; ++port)
    text += "sockq_listener_queue{port=\"" + std::to_string(port) + "\"} 0\n";
  return text;
}

std::string noise(std::size_t size) {
  std::minstd_rand random;
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

TEST(Gzip, ComesBackWhole) {
  for (const std::string& text :
       {std::string(), std::string("a"), std::string(3, '\0'), metrics_text(), noise(100'000)}) {
    EXPECT_EQ(gunzip(gzip(text), text.size() + 1), text) << text.size() << " bytes";
  }
}

TEST(Gzip, ShrinksMetrics) {
  const std::string text = metrics_text();
  EXPECT_LT(gzip(text).size(), text.size() / 5);
}

TEST(Gzip, GrowsNoiseByLittle) { EXPECT_LT(gzip(noise(100'000)).size(), 100'200U); }

}  // namespace
}  // namespace sockq
