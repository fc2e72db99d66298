#include "agent/doctor/diagnose.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string_view>

#include "agent/doctor/programs.h"
#include "agent/doctor/rule_table.h"

namespace sockq {
namespace {

Finding make_finding(const Rule& rule, Complaint complaint, const Listener* listener,
                     const std::string& netns) {
  Finding finding;
  finding.rule = rule.id;
  finding.severity = complaint.severity;
  finding.netns = netns;
  finding.protocol = protocol_name(listener != nullptr ? listener->protocol : Protocol::tcp);
  if (listener != nullptr) {
    finding.listener = listener->address;
    finding.owner = owner_words(listener->owner.get());
  }
  finding.title = std::move(complaint.title);
  finding.evidence = std::move(complaint.evidence);
  finding.why = std::move(complaint.why);
  finding.remedy = std::move(complaint.remedy);
  return finding;
}

void add_of_listener(const ListenerLooks& looks, std::vector<Finding>& findings) {
  std::set<std::string_view> said;
  for (const Rule& rule : rule_table()) {
    if (rule.on_listener == nullptr) continue;
    const bool said_already = std::ranges::any_of(
        rule.said_by, [&](std::string_view other) { return said.contains(other); });
    if (said_already) continue;
    std::optional<Complaint> complaint = rule.on_listener(looks);
    if (!complaint) continue;
    said.insert(rule.id);
    findings.push_back(
        make_finding(rule, std::move(*complaint), &looks.after, looks.looks.after.netns));
  }
}

std::size_t place_of(const Finding& finding) {
  const auto rule = std::ranges::find(rule_table(), finding.rule, &Rule::id);
  return static_cast<std::size_t>(rule - rule_table().begin());
}

}  // namespace

std::vector<Finding> diagnose(const NamespaceView& before, const NamespaceView& after,
                              std::chrono::nanoseconds between) {
  const TwoLooks looks{before, after, between};
  std::vector<Finding> findings;
  for (const Rule& rule : rule_table())
    if (rule.on_namespace != nullptr)
      if (std::optional<Complaint> complaint = rule.on_namespace(looks)) {
        const Listener* blamed = complaint->listener;
        findings.push_back(make_finding(rule, std::move(*complaint), blamed, after.netns));
      }
  std::map<ListenerName, const Listener*> earlier;
  if (before.listeners)
    for (const Listener& listener : *before.listeners) earlier.emplace(listener, &listener);
  if (after.listeners)
    for (const Listener& listener : *after.listeners) {
      if (listener.sockets == 0) continue;  // it has closed, and is remembered only
      const auto known = earlier.find(listener);
      const Listener& first = known == earlier.end() ? listener : *known->second;
      add_of_listener({looks, first, listener}, findings);
    }
  put_in_order(findings);
  return findings;
}

std::vector<Finding> diagnose(const std::vector<NamespaceView>& before,
                              const std::vector<NamespaceView>& after,
                              std::chrono::nanoseconds between) {
  std::vector<Finding> findings;
  for (const NamespaceView& view : after) {
    const auto earlier = std::ranges::find(before, view.netns, &NamespaceView::netns);
    if (earlier == before.end()) continue;
    std::ranges::move(diagnose(*earlier, view, between), std::back_inserter(findings));
  }
  put_in_order(findings);
  return findings;
}

void put_in_order(std::vector<Finding>& findings) {
  std::ranges::stable_sort(findings, [](const Finding& one, const Finding& other) {
    if (one.severity != other.severity) return one.severity > other.severity;
    return place_of(one) < place_of(other);
  });
}

}  // namespace sockq
