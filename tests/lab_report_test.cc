#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "agent/lab/report.h"
#include "agent/lab/slope.h"

namespace sockq {
namespace {

/// A queue that grows by `slope` a second from second 1 on, up to limit + 1.
std::vector<QueuePoint> growing(double slope, std::uint64_t limit) {
  std::vector<QueuePoint> points;
  for (int look = 0; look < 1000; ++look) {
    const double seconds = look * 0.01;
    const auto length = static_cast<std::uint64_t>(std::max(0.0, (seconds - 1) * slope));
    points.push_back({seconds, std::min(length, limit + 1), limit});
  }
  return points;
}

TEST(QueueGrowth, IsTheSlopeUpToTheLimit) {
  const QueueGrowth growth = queue_growth(growing(20, 50));
  EXPECT_NEAR(growth.per_second, 20, 0.2);
  EXPECT_NEAR(growth.seconds_until_full, 2.5, 0.02);
}

TEST(QueueGrowth, IsNothingWhereNobodyWaits) {
  EXPECT_EQ(queue_growth(growing(0, 50)).per_second, 0);
  EXPECT_EQ(queue_growth(std::vector<QueuePoint>{}).seconds_until_full, 0);
  EXPECT_EQ(queue_growth(growing(5, 1000)).seconds_until_full, 0) << "it was never full";
}

LabReport report() {
  LabRun run{.name = "a < b & c"};
  run.load.emplace();
  run.load->answered = 7;
  run.watched.push_back({.address = "127.0.0.1:80",
                         .points = {{0, 0, 16}, {1, 17, 16}},
                         .peak = 17,
                         .limit = 16,
                         .overflows = 3});
  run.figures = {{"growth", 1.5}};
  LabRun other{.name = "with lines of its own", .watched = run.watched};
  other.series = {{.name = "first", .points = {{0, 1}, {2, 3}}}, {.name = "second"}};
  return {.scenario = "burst", .question = "why", .runs = {run, other}, .findings = {"so"}};
}

TEST(LabReport, SaysWhatWasMeasuredInEveryForm) {
  const std::string table = lab_table(report());
  EXPECT_NE(table.find("17/16"), std::string::npos) << table;
  EXPECT_NE(table.find("- so\n"), std::string::npos) << table;

  const auto json = nlohmann::json::parse(lab_json(report()));
  EXPECT_EQ(json["runs"][0]["load"]["answered"], 7);
  EXPECT_EQ(json["runs"][0]["listeners"][0]["overflows"], 3);
  EXPECT_EQ(json["runs"][0]["figures"]["growth"], 1.5);
  EXPECT_EQ(json["runs"][0]["listeners"][0]["queue"][1][1], 17);

  const std::string picture = lab_picture(report());
  EXPECT_NE(picture.find("a &lt; b &amp; c"), std::string::npos);
  EXPECT_NE(picture.find("limit 16"), std::string::npos);
  EXPECT_NE(picture.find(">second<"), std::string::npos);
  EXPECT_EQ(picture.find("href"), std::string::npos) << "it needs nothing else";
}

}  // namespace
}  // namespace sockq
