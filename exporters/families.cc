#include "exporters/families.h"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <iterator>
#include <sstream>
#include <utility>

#include "collectors/base/utf8.h"

namespace sockq {
namespace {

struct Part {
  std::string_view collector;
  void (*add)(const NamespaceView&, Families&);
};

template <Source source>
void add_values(const NamespaceView& view, Families& families) {
  add_value_families(view, source, families);
}

constexpr Part kParts[] = {
    {"waits", add_wait_families},           {"connections", add_connection_families},
    {"owners", add_owner_families},         {"netstat", add_values<Source::netstat>},
    {"snmp", add_values<Source::snmp>},     {"sockstat", add_values<Source::sockstat>},
    {"sysctl", add_values<Source::sysctl>},
};

bool is_wanted(std::string_view collector, const CollectorNames& wanted) {
  return std::ranges::find(wanted, collector) != wanted.end();
}

/// The families of one namespace; each series names it where several are watched.
Families make_families_of(const NamespaceView& view, const CollectorNames& wanted) {
  Families families;
  add_listener_families(view, wanted, families);
  for (const Part& part : kParts)
    if (is_wanted(part.collector, wanted)) part.add(view, families);
  if (view.netns.empty()) return families;
  for (prometheus::MetricFamily& family : families)
    for (prometheus::ClientMetric& metric : family.metric)
      metric.label.insert(metric.label.begin(), {"netns", valid_utf8(view.netns)});
  return families;
}

}  // namespace

Families make_families(const Snapshot& snapshot, const CollectorNames& wanted) {
  Families families;
  for (const NamespaceView& view : snapshot.namespaces)
    merge_families(make_families_of(view, wanted), families);
  if (is_wanted("process", wanted)) add_process_families(snapshot, families);
  add_finding_families(snapshot, families);
  add_agent_families(snapshot, families);
  std::erase_if(families, [](const auto& family) { return family.metric.empty(); });
  return families;
}

void merge_families(Families&& more, Families& families) {
  for (prometheus::MetricFamily& family : more) {
    const auto known = std::ranges::find(families, family.name, &prometheus::MetricFamily::name);
    if (known == families.end())
      families.push_back(std::move(family));
    else
      std::ranges::move(family.metric, std::back_inserter(known->metric));
  }
}

std::string exposition_text(const Families& families) {
  std::ostringstream text;
  text.exceptions(std::ios::badbit);  // or the text would end where memory does
  prometheus::TextSerializer().Serialize(text, families);
  return std::move(text).str();
}

}  // namespace sockq
