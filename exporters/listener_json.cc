#include "exporters/listener_json.h"

#include "collectors/base/seconds.h"
#include "exporters/json_page.h"

namespace sockq {
namespace {

Json history_json(const ListenerHistory& history, bool counts_overflows) {
  return {{"peak", history.peak},
          {"full_seconds", to_seconds(history.full_time)},
          {"overflows", counts_overflows ? Json(history.overflows) : Json(nullptr)}};
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

Json closed_windows(const std::optional<std::uint64_t>& connections) {
  return connections ? Json(*connections) : Json(nullptr);
}

Json connections_of(const ConnectionGroup& group) {
  Json states = Json::object();
  for (std::size_t number = 0; number < kTcpStates; ++number)
    if (group.by_state[number] > 0)
      states[state_name(static_cast<TcpState>(number))] = group.by_state[number];
  return {{"states", std::move(states)},
          {"receive_queue_bytes", group.receive_queue},
          {"send_queue_bytes", group.send_queue},
          {"not_sent_bytes", group.not_sent},
          {"receive_buffer", {{"used", group.receive_used}, {"limit", group.receive_limit}}},
          {"send_buffer", {{"used", group.send_used}, {"limit", group.send_limit}}},
          {"receive_zero_window", closed_windows(group.receive_windows_closed)},
          {"send_zero_window", closed_windows(group.send_windows_closed)},
          {"retransmitting", group.retransmitting}};
}

Json as_json(const Listener& listener, const std::string& netns) {
  Json object = in_namespace(netns);
  object.update({{"protocol", protocol_name(listener.protocol)},
                 {"listener", listener.address},
                 {"port", listener.protocol == Protocol::unix_socket ? Json(nullptr)
                                                                     : Json(listener.local.port)},
                 {"sockets", listener.sockets},
                 {"accept_queue",
                  {{"length", listener.queue_length},
                   {"limit", listener.queue_limit},
                   {"fullest_ratio", listener.fullest_ratio},
                   {"full", listener.full}}},
                 {"drops", listener.drops ? Json(*listener.drops) : Json(nullptr)}});
  if (listener.oldest_wait)
    object["accept_queue"]["oldest_wait_seconds"] = to_seconds(*listener.oldest_wait);
  if (listener.connections) {
    object["syn_queue_length"] = listener.connections->in_state(TcpState::syn_recv);
    object["connections"] = connections_of(*listener.connections);
  }
  if (listener.owner) object["owner"] = owner_json(*listener.owner);
  if (listener.history)
    object["history"] = history_json(*listener.history, listener.drops.has_value());
  return object;
}

}  // namespace

std::string listeners_json(const Snapshot& snapshot) {
  Json page = begin_page(snapshot);
  page["listeners"] = nullptr;
  for (const NamespaceView& view : snapshot.namespaces) {
    if (!view.listeners) continue;
    if (page["listeners"].is_null()) page["listeners"] = Json::array();
    for (const Listener& listener : *view.listeners)
      page["listeners"].push_back(as_json(listener, view.netns));
  }
  return end_page(std::move(page), snapshot);
}

}  // namespace sockq
