#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <clocale>

#include "agent/top/draw.h"
#include "agent/top/number_text.h"
#include "tests/support/top_scene.h"

namespace sockq {
namespace {

void append_utf8(std::string& text, char32_t code) {
  const auto byte = [&text](char32_t value) { text += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | code >> 6);
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xE0 | code >> 12);
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

/// The rows without blanks at their ends, which a terminal does not show.
std::string text_of(const Grid& grid) {
  std::string text;
  for (std::size_t row = 0; row < grid.size().rows; ++row) {
    std::string line;
    for (std::size_t column = 0; column < grid.size().columns; ++column)
      if (grid.at(row, column).glyph != 0) append_utf8(line, grid.at(row, column).glyph);
    line.resize(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

class TopScreen : public testing::Test {
 protected:
  void SetUp() override { std::setlocale(LC_CTYPE, "C.UTF-8"); }
  void TearDown() override { std::setlocale(LC_CTYPE, "C"); }

  std::string drawn(Size size = {24, 80}, Capabilities can = {}) {
    model.fit(row_room(model, size));
    return text_of(draw(model, size, can));
  }

  void look(double at, std::uint64_t drops) {
    model.take(scene(at, {{"127.0.0.1:8080", 8, 7, drops, "sockq"},
                          {"0.0.0.0:443", 100, 128, 3, "nginx"},
                          {"/run/with/a/long/path/app.sock", 1, 511, 0, "gunicorn: master [x]",
                           Protocol::unix_socket},
                          {"0.0.0.0:22", 0, 128, 0, "ss\033hd"}}));
  }

  TopModel model{"this machine", "1s"};
};

TEST_F(TopScreen, OfListeners) {
  look(0, 0);
  look(8, 40);
  look(14, 64);
  EXPECT_EQ(drawn(),
            R"(sockq top  this machine  by trouble                       every 1s  14:05:14 UTC
listeners    4  refusing    1  overflows/s  4.0  drops/s  4.0  waiting  109
  LISTENER         LEN/LIMIT FILL   PEAK DROP/s OVER/s  WAIT LAST 60 s  OWNER
! 127.0.0.1:8080      8/7    ██████    8    4.0    4.0  2.5s        ███ sockq
+ 0.0.0.0:443       100/128  ████▋   100      0      0  2.5s        ▇▇▇ nginx
  …g/path/app.sock    1/511  ▏         1      -      -     -        ▁▁▁ gunicor…
  0.0.0.0:22          0/128            0      0      0     0            ss�hd
















/ filter s order n namespace p process c connections Enter all ? help q quit
)");
}

TEST_F(TopScreen, WithoutUtf8) {
  look(0, 0);
  look(1, 4);
  EXPECT_EQ(drawn({10, 80}, {.utf8 = false}),
            R"(sockq top  this machine  by trouble                       every 1s  14:05:01 UTC
listeners    4  refusing    1  overflows/s  4.0  drops/s  4.0  waiting  109
  LISTENER         LEN/LIMIT FILL   PEAK DROP/s OVER/s  WAIT LAST 60 s  OWNER
! 127.0.0.1:8080      8/7    ######    8    4.0    4.0  2.5s          # sockq
+ 0.0.0.0:443       100/128  ####    100      0      0  2.5s          * nginx
  ~g/path/app.sock    1/511  -         1      -      -     -          _ gunicor~
  0.0.0.0:22          0/128            0      0      0     0            ss?hd


/ filter s order n namespace p process c connections Enter all ? help q quit
)");
}

TEST_F(TopScreen, OfTheDetail) {
  look(0, 0);
  look(3, 6);
  ASSERT_TRUE(model.press({Key::Code::enter}));
  EXPECT_EQ(drawn(),
            R"(sockq top  this machine  by trouble                       every 1s  14:05:03 UTC

  127.0.0.1:8080
  FULL: it refuses clients now

  owner          sockq (pid 42)
  accept queue   8 of 7
  peak           8; full for 0.0 s since it was first seen
  oldest wait    2.5s
  drops          6, 2.0/s
  overflows      6, 2.0/s

  fill                                                                   ████
                                                                         ████
                                                                         ████
                                                                         ████
                 60 s ago                                                 now






Esc back  ? help  q quit
)");
}

TEST_F(TopScreen, OfConnectionsAndFindings) {
  TopSample sample = scene(0, {{"127.0.0.1:8080", 8, 7, 0, "sockq"}});
  ConnectionSweep& sweep = sample.snapshot.namespaces.front().sweep.emplace();
  Connection& connection = sweep.largest_receive_queues.emplace_back();
  connection.state = TcpState::established;
  connection.inode = 5;
  connection.receive_queue = 131'072;
  connection.receive_buffer = BufferFill{100, 100};
  sweep.largest_send_queues.push_back(connection);
  sample.findings.emplace();
  sample.findings->push_back({.severity = Severity::critical,
                              .listener = "127.0.0.1:8080",
                              .title = "The accept queue is full"});
  model.take(std::move(sample));
  ASSERT_TRUE(model.press({Key::Code::character, U'c'}));
  EXPECT_EQ(drawn({14, 80}),
            R"(sockq top  this machine                                   every 1s  14:05:00 UTC
listeners    1  refusing    1  overflows/s    0  drops/s    0  waiting    8
LOCAL                REMOTE               STATE       RECV-Q   BUF SEND-Q   BUF
0.0.0.0:0            0.0.0.0:0            established   128K  100%      0     -






FINDINGS: 1
critical  127.0.0.1:8080         The accept queue is full

/ filter  n namespace  c listeners  ? help  q quit
)");
}

TEST_F(TopScreen, OfAnySizeIsDrawnWithinIt) {
  look(0, 0);
  for (std::size_t rows = 1; rows < 40; rows += 3)
    for (std::size_t columns = 1; columns < 250; columns += 7) {
      const Grid grid = draw(model, {rows, columns}, {});
      EXPECT_EQ(grid.size(), (Size{rows, columns}));
    }
}

TEST_F(TopScreen, ForeignTextMovesNoCursor) {
  model.take(scene(0, {{"0.0.0.0:22", 0, 128, 0, "\033[2J\xff\u202e漢"}}));
  const std::string text = drawn({10, 200});
  EXPECT_EQ(text.find('\033'), std::string::npos);
  EXPECT_EQ(text.find("\u202e"), std::string::npos);
  EXPECT_NE(text.find("\uFFFD[2J\uFFFD\uFFFD漢"), std::string::npos) << text;
}

TEST(Glyphs, WideOnesAreCutWhole) {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  EXPECT_EQ(fitted(cells_of("漢字", {}), 3, {}), std::u32string(U"漢\0…", 3));
  EXPECT_EQ(fitted(cells_of("a漢字", {}), 3, {}), U"a …");
  EXPECT_EQ(fitted_end(cells_of("漢字", {}), 3, {}), std::u32string(U"…字\0", 3));
  EXPECT_EQ(fitted_end(cells_of("漢字", {}), 4, {}), std::u32string(U"漢\0字\0", 4));
  EXPECT_EQ(fitted_end(cells_of("漢字a", {}), 4, {}), std::u32string(U"…字\0a", 4));
  std::setlocale(LC_CTYPE, "C");
}

TEST(Glyphs, BarsAndChartsShowTheLeast) {
  EXPECT_EQ(bar(0, 4, {}), U"    ");
  EXPECT_EQ(bar(0.001, 4, {}), U"▏   ");
  EXPECT_EQ(bar(0.5, 4, {}), U"██  ");
  EXPECT_EQ(bar(9, 4, {}), U"████");
  EXPECT_EQ(bar(0.6, 4, {.utf8 = false}), U"##  ");
  EXPECT_EQ(sparkline({std::nullopt, 0.0, 0.01, 0.5, 1.0}, {}), U"  ▁▄█");
  EXPECT_EQ(chart({0.5, 0.75, 1.0}, 2, {}), (std::vector<std::u32string>{U" ▄█", U"███"}));
}

TEST(NumberText, TakesFewCells) {
  EXPECT_EQ(count_text(9999), "9999");
  EXPECT_EQ(count_text(65'535), "66k");
  EXPECT_EQ(count_text(18'446'744'073'709'551'615U), "18E");
  EXPECT_EQ(rate_text(std::nullopt), "-");
  EXPECT_EQ(rate_text(0.0001), "<0.1");
  EXPECT_EQ(rate_text(9.96), "10");
  EXPECT_EQ(rate_text(1234.0), "1.2k");
  EXPECT_EQ(time_text(std::chrono::milliseconds(999)), "999ms");
  EXPECT_EQ(time_text(std::chrono::milliseconds(3456)), "3.4s");
  EXPECT_EQ(time_text(std::chrono::hours(99)), "99h");
  EXPECT_EQ(time_text(std::chrono::hours(100)), "4d");
  EXPECT_EQ(bytes_text(1023), "1023");
  EXPECT_EQ(bytes_text(131'072), "128K");
  EXPECT_EQ(percent_text(0.416), "42%");
}

}  // namespace
}  // namespace sockq
