#include "exporters/connection_json.h"

#include "collectors/base/seconds.h"
#include "exporters/json_page.h"

namespace sockq {
namespace {

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json as_json(const std::optional<BufferFill>& buffer) {
  if (!buffer) return nullptr;
  return {{"used", buffer->used}, {"limit", buffer->limit}};
}

Json as_json(const Connection& connection) {
  const ConnectionCounters& counters = connection.counters;
  return {{"local", endpoint_text(connection.local)},
          {"remote", endpoint_text(connection.remote)},
          {"state", state_name(connection.state)},
          {"inode", connection.inode},
          {"waits_for_accept", connection.waits_for_accept()},
          {"receive_queue_bytes", connection.receive_queue},
          {"send_queue_bytes", connection.send_queue},
          {"not_sent_bytes", connection.not_sent},
          {"receive_buffer", as_json(connection.receive_buffer)},
          {"send_buffer", as_json(connection.send_buffer)},
          {"receive_window", or_null(connection.receive_window)},
          {"send_window", or_null(connection.send_window)},
          {"receive_window_limited_seconds", to_seconds(counters.receive_window_limited)},
          {"send_buffer_limited_seconds", to_seconds(counters.send_buffer_limited)},
          {"retransmitted_segments", counters.retransmitted},
          {"drops", counters.drops}};
}

Json as_json(const std::vector<Connection>& connections) {
  Json array = Json::array();
  for (const Connection& connection : connections) array.push_back(as_json(connection));
  return array;
}

}  // namespace

std::string connections_json(const Snapshot& snapshot) {
  const ConnectionSweep nothing;
  const ConnectionSweep& sweep = snapshot.sweep ? *snapshot.sweep : nothing;
  Json page = begin_page(snapshot);
  page["connections"] = snapshot.sweep ? Json(sweep.totals.connections) : Json(nullptr);
  page["largest_receive_queues"] = as_json(sweep.largest_receive_queues);
  page["largest_send_queues"] = as_json(sweep.largest_send_queues);
  return end_page(std::move(page), snapshot);
}

}  // namespace sockq
