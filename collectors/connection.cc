#include "collectors/connection.h"

#include <algorithm>

namespace sockq {

const char* state_name(TcpState state) {
  constexpr std::array<const char*, kTcpStates> kNames{
      "unknown",   "established", "syn_sent",   "syn_recv", "fin_wait1", "fin_wait2",
      "time_wait", "close",       "close_wait", "last_ack", "listen",    "closing"};
  return kNames[static_cast<std::size_t>(state)];
}

void ListenerConnections::add(const Connection& connection) {
  ++by_state[static_cast<std::size_t>(connection.state)];
  receive_queue_bytes += connection.receive_queue;
  send_queue_bytes += connection.send_queue;
  if (connection.receive_buffer) receive_fill.observe(connection.receive_buffer->ratio());
  if (connection.send_buffer) send_fill.observe(connection.send_buffer->ratio());
  if (connection.waits_for_accept() && connection.last_data_sent)
    oldest_wait =
        std::max(oldest_wait.value_or(std::chrono::milliseconds(0)), *connection.last_data_sent);
}

}  // namespace sockq
