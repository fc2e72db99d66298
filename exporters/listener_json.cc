#include "exporters/listener_json.h"

#include "exporters/json_page.h"

namespace sockq {
namespace {

Json history_json(const ListenerHistory& history, bool counts_overflows) {
  return {{"peak", history.peak},
          {"full_seconds", std::chrono::duration<double>(history.full_time).count()},
          {"overflows", counts_overflows ? Json(history.overflows) : Json(nullptr)}};
}

Json as_json(const Listener& listener) {
  Json object{{"protocol", protocol_name(listener.protocol)},
              {"listener", listener.address},
              {"port", listener.protocol == Protocol::unix_socket ? Json(nullptr)
                                                                  : Json(listener.local.port)},
              {"sockets", listener.sockets},
              {"accept_queue",
               {{"length", listener.queue_length},
                {"limit", listener.queue_limit},
                {"fullest_ratio", listener.fullest_ratio},
                {"full", listener.full}}},
              {"drops", listener.drops ? Json(*listener.drops) : Json(nullptr)}};
  if (listener.oldest_wait)
    object["accept_queue"]["oldest_wait_seconds"] =
        std::chrono::duration<double>(*listener.oldest_wait).count();
  if (listener.history)
    object["history"] = history_json(*listener.history, listener.drops.has_value());
  return object;
}

}  // namespace

std::string listeners_json(const Snapshot& snapshot) {
  Json page = begin_page(snapshot);
  page["listeners"] = nullptr;
  if (snapshot.listeners) {
    page["listeners"] = Json::array();
    for (const Listener& listener : *snapshot.listeners)
      page["listeners"].push_back(as_json(listener));
  }
  return end_page(std::move(page), snapshot);
}

}  // namespace sockq
