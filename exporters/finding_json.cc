#include "exporters/finding_json.h"

#include "exporters/json_page.h"

namespace sockq {
namespace {

constexpr Severity kSeverities[] = {Severity::info, Severity::warning, Severity::critical};

/// The text members of a finding, in the order of the page.
constexpr std::pair<const char*, std::string Finding::*> kTexts[] = {
    {"protocol", &Finding::protocol}, {"listener", &Finding::listener}, {"owner", &Finding::owner},
    {"title", &Finding::title},       {"evidence", &Finding::evidence}, {"why", &Finding::why},
    {"remedy", &Finding::remedy}};

Json as_json(const Finding& finding) {
  Json object;
  object["rule"] = finding.rule;
  object["severity"] = severity_name(finding.severity);
  object.update(in_namespace(finding.netns));
  for (const auto& [name, member] : kTexts) object[name] = finding.*member;
  return object;
}

std::string text_of(const Json& object, const char* name) {
  const auto known = object.find(name);
  return known != object.end() && known->is_string() ? known->get<std::string>() : "";
}

Finding as_finding(const Json& object) {
  Finding finding;
  finding.rule = text_of(object, "rule");
  finding.netns = text_of(object, "netns");
  for (const Severity severity : kSeverities)
    if (text_of(object, "severity") == severity_name(severity)) finding.severity = severity;
  for (const auto& [name, member] : kTexts) finding.*member = text_of(object, name);
  return finding;
}

}  // namespace

std::string findings_json(const Snapshot& snapshot) {
  Json page = begin_page(snapshot);
  page["findings"] = Json::array();
  for (const Finding& finding : snapshot.findings) page["findings"].push_back(as_json(finding));
  return end_page(std::move(page), snapshot);
}

Result<std::vector<Finding>> parse_findings(std::string_view page) {
  const Json parsed = Json::parse(page, nullptr, false);
  const bool has_findings = parsed.is_object() && parsed.contains("findings");
  if (!has_findings || !parsed["findings"].is_array())
    return Error{0, "is no page of findings", "/api/v1/findings",
                 "check that sockq agent of this version runs there"};
  std::vector<Finding> findings;
  for (const Json& object : parsed["findings"])
    if (object.is_object()) findings.push_back(as_finding(object));
  return findings;
}

}  // namespace sockq
