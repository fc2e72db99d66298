#include "agent/top/read_agent_pages.h"

#include <algorithm>
#include <string>
#include <utility>

#include "agent/top/json_value.h"
#include "collectors/collector.h"
#include "collectors/parse_endpoint.h"
#include "exporters/finding_json.h"

namespace sockq {
namespace {

/// Later times are none: the year 2096, which std::chrono's nanoseconds hold.
constexpr double kMostSeconds = 4e9;

template <class Duration>
std::optional<Duration> time_of(const Json& value, const char* name) {
  const auto seconds = number_of(value, name);
  if (!seconds || !(*seconds >= 0) || *seconds > kMostSeconds) return std::nullopt;
  return std::chrono::duration_cast<Duration>(std::chrono::duration<double>(*seconds));
}

std::uint32_t small_count_of(const Json& value, const char* name) {
  return static_cast<std::uint32_t>(
      std::min<std::uint64_t>(count_of(value, name).value_or(0), UINT32_MAX));
}

Protocol protocol_of(const std::string& name) {
  if (name == protocol_name(Protocol::unix_socket)) return Protocol::unix_socket;
  return name == protocol_name(Protocol::mptcp) ? Protocol::mptcp : Protocol::tcp;
}

Owner owner_of(const Json& value) {
  return {.process = text_of(value, "process"),
          .executable = text_of(value, "executable"),
          .pid = small_count_of(value, "pid"),
          .processes = small_count_of(value, "processes"),
          .cgroup = text_of(value, "cgroup"),
          .unit = text_of(value, "unit"),
          .container = text_of(value, "container"),
          .runtime = text_of(value, "runtime"),
          .pod_uid = text_of(value, "pod_uid"),
          .pod = text_of(value, "pod"),
          .pod_namespace = text_of(value, "namespace")};
}

ConnectionGroup connections_of(const Json& value) {
  ConnectionGroup group;
  const Json& states = member(value, "states");
  for (std::size_t number = 0; number < kTcpStates; ++number)
    group.by_state[number] = small_count_of(states, state_name(static_cast<TcpState>(number)));
  const auto bytes = [&](const char* name) { return count_of(value, name).value_or(0); };
  group.receive_queue = bytes("receive_queue_bytes");
  group.send_queue = bytes("send_queue_bytes");
  group.not_sent = bytes("not_sent_bytes");
  const Json& receive = member(value, "receive_buffer");
  const Json& send = member(value, "send_buffer");
  group.receive_used = count_of(receive, "used").value_or(0);
  group.receive_limit = count_of(receive, "limit").value_or(0);
  group.send_used = count_of(send, "used").value_or(0);
  group.send_limit = count_of(send, "limit").value_or(0);
  group.receive_windows_closed = count_of(value, "receive_zero_window");
  group.send_windows_closed = count_of(value, "send_zero_window");
  group.retransmitting = bytes("retransmitting");
  return group;
}

ListenerHistory history_of(const Json& value) {
  ListenerHistory history;
  history.peak = count_of(value, "peak").value_or(0);
  history.full_time =
      time_of<std::chrono::nanoseconds>(value, "full_seconds").value_or(history.full_time);
  history.overflows = count_of(value, "overflows").value_or(0);
  return history;
}

Listener listener_of(const Json& value) {
  Listener listener;
  listener.protocol = protocol_of(text_of(value, "protocol"));
  listener.address = text_of(value, "listener");
  listener.local = parse_endpoint(listener.address).value_or(Endpoint{});
  listener.sockets = small_count_of(value, "sockets");
  const Json& queue = member(value, "accept_queue");
  listener.queue_length = count_of(queue, "length").value_or(0);
  listener.queue_limit = count_of(queue, "limit").value_or(0);
  listener.fullest_ratio = number_of(queue, "fullest_ratio").value_or(0);
  listener.full = is_true(queue, "full");
  listener.oldest_wait = time_of<std::chrono::milliseconds>(queue, "oldest_wait_seconds");
  listener.drops = count_of(value, "drops");
  const Json& owner = member(value, "owner");
  if (owner.is_object()) listener.owner = std::make_shared<const Owner>(owner_of(owner));
  const Json& history = member(value, "history");
  if (history.is_object()) listener.history = history_of(history);
  const Json& connections = member(value, "connections");
  if (connections.is_object()) listener.connections = connections_of(connections);
  return listener;
}

std::optional<BufferFill> buffer_of(const Json& value) {
  if (!value.is_object()) return std::nullopt;
  return BufferFill{small_count_of(value, "used"), small_count_of(value, "limit")};
}

TcpState state_of(const std::string& name) {
  for (std::size_t number = 0; number < kTcpStates; ++number)
    if (name == state_name(static_cast<TcpState>(number))) return static_cast<TcpState>(number);
  return TcpState::close;
}

Connection connection_of(const Json& value) {
  Connection connection;
  connection.local = parse_endpoint(text_of(value, "local")).value_or(Endpoint{});
  connection.remote = parse_endpoint(text_of(value, "remote")).value_or(Endpoint{});
  connection.state = state_of(text_of(value, "state"));
  connection.inode = small_count_of(value, "inode");
  connection.receive_queue = small_count_of(value, "receive_queue_bytes");
  connection.send_queue = small_count_of(value, "send_queue_bytes");
  connection.not_sent = small_count_of(value, "not_sent_bytes");
  connection.receive_buffer = buffer_of(member(value, "receive_buffer"));
  connection.send_buffer = buffer_of(member(value, "send_buffer"));
  return connection;
}

/// The part of the snapshot that an object belongs to, by its "netns".
NamespaceView& view_of(Snapshot& snapshot, const Json& value) {
  std::string netns = text_of(value, "netns");
  const auto known = std::ranges::find(snapshot.namespaces, netns, &NamespaceView::netns);
  if (known != snapshot.namespaces.end()) return *known;
  NamespaceView& view = snapshot.namespaces.emplace_back();
  view.netns = std::move(netns);
  return view;
}

void read_listeners(const Json& page, Snapshot& snapshot) {
  for (const Json& value : member(page, "listeners")) {
    NamespaceView& view = view_of(snapshot, value);
    if (!view.listeners) view.listeners.emplace();
    view.listeners->push_back(listener_of(value));
  }
}

void read_connections(const Json& page, Snapshot& snapshot) {
  const auto read = [&](const char* name, std::vector<Connection> ConnectionSweep::*queues) {
    for (const Json& value : member(page, name)) {
      NamespaceView& view = view_of(snapshot, value);
      if (!view.sweep) view.sweep.emplace();
      ((*view.sweep).*queues).push_back(connection_of(value));
    }
  };
  read("largest_receive_queues", &ConnectionSweep::largest_receive_queues);
  read("largest_send_queues", &ConnectionSweep::largest_send_queues);
}

/// Errors as the page has them, of collectors that this version knows.
void read_errors(const Json& page, Snapshot& snapshot) {
  for (const Json& value : member(page, "errors")) {
    const std::string name = text_of(value, "collector");
    for (const Collector& collector : collector_table())
      if (collector.name == name)
        snapshot.health.push_back(
            {.collector = collector.name, .error = Error{0, text_of(value, "error"), name, ""}});
  }
}

Result<Json> parse_page(std::string_view text, const char* path, const char* key) {
  Json page = Json::parse(text, nullptr, false);
  if (page.is_object() && page.contains(key)) return page;
  return Error{0, "is no page of a sockq agent", path, "check the URL given to --agent"};
}

}  // namespace

Result<TopSample> read_agent_pages(std::string_view listeners, std::string_view connections,
                                   std::optional<std::string_view> findings) {
  const Result<Json> first = parse_page(listeners, "/api/v1/listeners", "listeners");
  if (!first.ok()) return first.error();
  const Result<Json> second = parse_page(connections, "/api/v1/connections", "connections");
  if (!second.ok()) return second.error();
  TopSample sample;
  Snapshot& snapshot = sample.snapshot;
  using Time = std::chrono::system_clock;
  snapshot.time =
      Time::time_point(time_of<Time::duration>(first.value(), "time").value_or(Time::duration(0)));
  read_listeners(first.value(), snapshot);
  read_connections(second.value(), snapshot);
  read_errors(first.value(), snapshot);
  if (!findings) return sample;
  Result<std::vector<Finding>> third = parse_findings(*findings);
  if (!third.ok()) return third.error();
  sample.findings = std::move(third).value();
  return sample;
}

}  // namespace sockq
