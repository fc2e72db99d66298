#include "exporters/finding_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "agent/doctor/finding_text.h"
#include "exporters/families.h"

namespace sockq {
namespace {

using testing::HasSubstr;

Finding finding() {
  return {"accept-queue-full", Severity::critical, "",        "tcp",        "0.0.0.0:80", "nginx",
          "it is full",        "6 of 5",           "because", "do \"this\""};
}

Snapshot snapshot_with(const Finding& one) {
  Snapshot snapshot;
  snapshot.findings = {one};
  return snapshot;
}

TEST(FindingsJson, HasTheAgreedShape) {
  const std::string text = findings_json(snapshot_with(finding()));
  const auto page = nlohmann::ordered_json::parse(text);
  EXPECT_EQ(page["findings"][0].dump(),
            R"({"rule":"accept-queue-full","severity":"critical","protocol":"tcp",)"
            R"("listener":"0.0.0.0:80","owner":"nginx","title":"it is full",)"
            R"("evidence":"6 of 5","why":"because","remedy":"do \"this\""})");
  EXPECT_TRUE(page["time"].is_number());
  EXPECT_TRUE(page["errors"].empty());
}

TEST(FindingsJson, IsReadBack) {
  Finding one = finding();
  one.netns = "web";
  const auto back = parse_findings(findings_json(snapshot_with(one)));
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back.value(), std::vector{one});
}

TEST(ParseFindings, RefusesAnyOtherPage) {
  for (const char* page : {"", "{", "[]", "{}", R"({"findings":3})", "<html>", "null"})
    EXPECT_FALSE(parse_findings(page).ok()) << page;
  const auto odd = parse_findings(R"({"findings":[3,{"rule":7,"severity":"x"}]})");
  ASSERT_TRUE(odd.ok());
  EXPECT_EQ(odd.value(), std::vector{Finding{}});
}

TEST(FindingFamilies, HaveOneSeriesEach) {
  Snapshot snapshot = snapshot_with(finding());
  snapshot.findings_left_out = 3;
  Finding& other = snapshot.findings.emplace_back(finding());
  other.netns = "web";
  const std::string text = exposition_text(make_families(snapshot, {}));
  EXPECT_THAT(text, HasSubstr("sockq_finding{rule=\"accept-queue-full\",severity=\"critical\","
                              "protocol=\"tcp\",listener=\"0.0.0.0:80\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("sockq_finding{netns=\"web\",rule="));
  EXPECT_THAT(text, HasSubstr("sockq_findings_left_out 3\n"));
}

TEST(FindingText, IsFoldedAndShowsNoEscapes) {
  Finding one = finding();
  one.owner = "evil\033[2J";
  for (int word = 0; word < 60; ++word) one.why += " word" + std::to_string(word);
  const std::string text = finding_text(std::vector{one});
  EXPECT_THAT(text, HasSubstr("critical  tcp 0.0.0.0:80 of evil"));
  EXPECT_THAT(text, HasSubstr("  evidence  6 of 5\n"));
  EXPECT_EQ(text.find('\033'), std::string::npos);
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = text.find('\n', begin);
    EXPECT_LE(end - begin, 100U);
    begin = end + 1;
  }
}

}  // namespace
}  // namespace sockq
