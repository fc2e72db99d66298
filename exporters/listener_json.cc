#include "exporters/listener_json.h"

#include <nlohmann/json.hpp>

namespace sockq {
namespace {

using Json = nlohmann::ordered_json;

Json history_json(const ListenerHistory& history) {
  return {{"peak", history.peak},
          {"full_seconds", std::chrono::duration<double>(history.full_time).count()},
          {"overflows", history.overflows}};
}

Json owner_json(const Owner& owner) {
  Json object = Json::object();
  const auto put = [&object](const char* name, const auto& value) {
    if (value != std::remove_cvref_t<decltype(value)>{}) object[name] = value;
  };
  put("process", owner.process);
  put("pid", owner.pid);
  put("processes", owner.processes);
  put("executable", owner.executable);
  put("cgroup", owner.cgroup);
  put("unit", owner.unit);
  put("container", owner.container);
  put("runtime", owner.runtime);
  put("pod_uid", owner.pod_uid);
  put("pod", owner.pod);
  put("namespace", owner.pod_namespace);
  return object;
}

Json as_json(const Listener& listener) {
  Json object{{"protocol", protocol_name(listener.protocol)},
              {"listener", listener.address},
              {"port", listener.local.port},
              {"sockets", listener.sockets},
              {"accept_queue",
               {{"length", listener.queue_length},
                {"limit", listener.queue_limit},
                {"fullest_ratio", listener.fullest_ratio},
                {"full", listener.full}}},
              {"drops", listener.drops ? Json(*listener.drops) : Json(nullptr)}};
  if (listener.owner) object["owner"] = owner_json(*listener.owner);
  if (listener.history) object["history"] = history_json(*listener.history);
  return object;
}

}  // namespace

std::string listeners_json(const Snapshot& snapshot) {
  Json page;
  page["time"] = std::chrono::duration<double>(snapshot.time.time_since_epoch()).count();
  page["listeners"] = nullptr;
  if (snapshot.listeners) {
    page["listeners"] = Json::array();
    for (const Listener& listener : *snapshot.listeners)
      page["listeners"].push_back(as_json(listener));
  }
  page["errors"] = Json::array();
  for (const CollectorHealth& health : snapshot.health)
    if (health.error)
      page["errors"].push_back({{"collector", health.collector}, {"error", health.error->line()}});
  return page.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sockq
