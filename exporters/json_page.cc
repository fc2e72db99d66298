#include "exporters/json_page.h"

#include "collectors/base/seconds.h"

namespace sockq {

Json begin_page(const Snapshot& snapshot) {
  Json page;
  page["time"] = to_seconds(snapshot.time.time_since_epoch());
  return page;
}

Json in_namespace(const std::string& netns) {
  Json object = Json::object();
  if (!netns.empty()) object["netns"] = netns;
  return object;
}

std::string end_page(Json page, const Snapshot& snapshot) {
  page["errors"] = Json::array();
  for (const CollectorHealth& health : snapshot.health)
    if (health.error)
      page["errors"].push_back({{"collector", health.collector}, {"error", health.error->line()}});
  return page.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sockq
