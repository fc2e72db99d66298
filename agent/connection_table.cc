#include "agent/connection_table.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "collectors/base/utf8.h"

namespace sockq {
namespace {

using Row = std::array<std::string, 7>;

std::string percent(const std::optional<BufferFill>& buffer) {
  return buffer ? fmt::format("{:.0f}%", buffer->ratio() * 100) : "-";
}

Row as_row(const Connection& connection) {
  return {std::to_string(connection.receive_queue),
          percent(connection.receive_buffer),
          std::to_string(connection.send_queue),
          percent(connection.send_buffer),
          endpoint_text(connection.local),
          endpoint_text(connection.remote),
          std::string(connection.waits_for_accept() ? "waits for accept()"
                                                    : state_name(connection.state))};
}

std::string table(const std::string& title, const std::vector<Connection>& connections) {
  if (connections.empty()) return title + ": none\n";
  std::vector<Row> rows{
      {"RECEIVE QUEUE", "BUFFER", "SEND QUEUE", "BUFFER", "LOCAL", "REMOTE", "STATE"}};
  for (const Connection& connection : connections) rows.push_back(as_row(connection));
  std::size_t local = 0;
  std::size_t remote = 0;
  for (const Row& row : rows) {
    local = std::max(local, row[4].size());
    remote = std::max(remote, row[5].size());
  }
  std::string text = title + "\n";
  for (const Row& row : rows)
    text += fmt::format("{:>13}  {:>6}  {:>10}  {:>6}  {:<{}}  {:<{}}  {}\n", row[0], row[1],
                        row[2], row[3], row[4], local, row[5], remote, row[6]);
  return text;
}

}  // namespace

std::string connection_table(std::span<const NamespaceView> namespaces) {
  std::string text;
  for (const NamespaceView& view : namespaces) {
    if (!view.sweep) continue;
    if (!text.empty()) text += "\n";
    if (!view.netns.empty()) text += "network namespace " + printable_utf8(view.netns) + "\n\n";
    text +=
        table("fullest receive queues, in bytes", view.sweep->largest_receive_queues) + "\n" +
        table("fullest send queues, in bytes", view.sweep->largest_send_queues) +
        fmt::format("\n{} connections in this network namespace\n", view.sweep->totals.connections);
  }
  return text;
}

}  // namespace sockq
