#include "exporters/families.h"

#include <prometheus/text_serializer.h>

#include <algorithm>

namespace sockq {
namespace {

struct Part {
  std::string_view collector;
  void (*add)(const Snapshot&, Families&);
};

template <Source source>
void add_values(const Snapshot& snapshot, Families& families) {
  add_value_families(snapshot, source, families);
}

constexpr Part kParts[] = {
    {"waits", add_wait_families},           {"connections", add_connection_families},
    {"owners", add_owner_families},         {"netstat", add_values<Source::netstat>},
    {"snmp", add_values<Source::snmp>},     {"sockstat", add_values<Source::sockstat>},
    {"sysctl", add_values<Source::sysctl>}, {"process", add_process_families},
};

}  // namespace

Families make_families(const Snapshot& snapshot, const CollectorNames& wanted) {
  Families families;
  add_listener_families(snapshot, wanted, families);
  for (const Part& part : kParts)
    if (std::ranges::find(wanted, part.collector) != wanted.end()) part.add(snapshot, families);
  add_agent_families(snapshot, families);
  std::erase_if(families, [](const auto& family) { return family.metric.empty(); });
  return families;
}

std::string exposition_text(const Families& families) {
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace sockq
