#include "exporters/families.h"
#include "exporters/family.h"

namespace sockq {

void add_finding_families(const Snapshot& snapshot, Families& families) {
  prometheus::MetricFamily& findings = families.emplace_back(make_family(
      "finding",
      "1 for each thing that is wrong now, by rule and listener; what to do about it is in "
      "/api/v1/findings.",
      prometheus::MetricType::Gauge));
  for (const Finding& finding : snapshot.findings) {
    Labels labels;
    if (!finding.netns.empty()) labels.push_back({"netns", finding.netns});
    labels.insert(labels.end(), {{"rule", finding.rule},
                                 {"severity", severity_name(finding.severity)},
                                 {"protocol", finding.protocol},
                                 {"listener", finding.listener}});
    add_series(findings, 1, labels);
  }
  prometheus::MetricFamily& left_out = families.emplace_back(
      make_family("findings_left_out", "Findings beyond the most that are shown, the least severe.",
                  prometheus::MetricType::Gauge));
  add_series(left_out, static_cast<double>(snapshot.findings_left_out));
}

}  // namespace sockq
