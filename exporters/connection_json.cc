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

Json as_json(const Connection& connection, const std::string& netns) {
  const ConnectionCounters& counters = connection.counters;
  Json object = in_namespace(netns);
  object.update({{"local", endpoint_text(connection.local)},
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
                 {"drops", counters.drops}});
  return object;
}

void append(const std::vector<Connection>& connections, const std::string& netns, Json& array) {
  for (const Connection& connection : connections) array.push_back(as_json(connection, netns));
}

}  // namespace

std::string connections_json(const Snapshot& snapshot) {
  std::optional<std::uint64_t> connections;
  Json receive_queues = Json::array();
  Json send_queues = Json::array();
  for (const NamespaceView& view : snapshot.namespaces) {
    if (!view.sweep) continue;
    connections = connections.value_or(0) + view.sweep->totals.connections;
    append(view.sweep->largest_receive_queues, view.netns, receive_queues);
    append(view.sweep->largest_send_queues, view.netns, send_queues);
  }
  Json page = begin_page(snapshot);
  page["connections"] = or_null(connections);
  page["largest_receive_queues"] = std::move(receive_queues);
  page["largest_send_queues"] = std::move(send_queues);
  return end_page(std::move(page), snapshot);
}

}  // namespace sockq
