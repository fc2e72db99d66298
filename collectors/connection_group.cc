#include "collectors/connection_group.h"

#include <numeric>

namespace sockq {
namespace {

void count(std::optional<std::uint64_t>& closed, const std::optional<std::uint32_t>& window) {
  if (window) closed = closed.value_or(0) + (*window == 0 ? 1 : 0);
}

void add_to(std::optional<std::uint64_t>& sum, const std::optional<std::uint64_t>& other) {
  if (other) sum = sum.value_or(0) + *other;
}

void observe(const std::optional<BufferFill>& buffer, std::uint64_t& used, std::uint64_t& limit,
             FillHistogram& fill) {
  if (!buffer) return;
  used += buffer->used;
  limit += buffer->limit;
  fill.observe(buffer->ratio());
}

void add_to(ConnectionCounters& sum, const ConnectionCounters& other) {
  sum.receive_window_limited += other.receive_window_limited;
  sum.send_buffer_limited += other.send_buffer_limited;
  sum.retransmitted += other.retransmitted;
  sum.drops += other.drops;
}

}  // namespace

void ConnectionGroup::add(const Connection& connection) {
  ++by_state[static_cast<std::size_t>(connection.state)];
  receive_queue += connection.receive_queue;
  send_queue += connection.send_queue;
  not_sent += connection.not_sent;
  socket_backlog += connection.socket_backlog;
  observe(connection.receive_buffer, receive_used, receive_limit, receive_fill);
  observe(connection.send_buffer, send_used, send_limit, send_fill);
  if (connection.timeouts > 0) ++retransmitting;
  // A connection whose handshake is not over has no windows yet.
  if (connection.state == TcpState::syn_sent || connection.state == TcpState::syn_recv) return;
  count(receive_windows_closed, connection.receive_window);
  count(send_windows_closed, connection.send_window);
}

void ConnectionGroup::add(const ConnectionGroup& other) {
  for (std::size_t state = 0; state < by_state.size(); ++state)
    by_state[state] += other.by_state[state];
  receive_queue += other.receive_queue;
  send_queue += other.send_queue;
  not_sent += other.not_sent;
  socket_backlog += other.socket_backlog;
  receive_used += other.receive_used;
  receive_limit += other.receive_limit;
  send_used += other.send_used;
  send_limit += other.send_limit;
  add_to(receive_windows_closed, other.receive_windows_closed);
  add_to(send_windows_closed, other.send_windows_closed);
  retransmitting += other.retransmitting;
  carry_on(other, *this);
}

std::uint64_t ConnectionGroup::connections() const {
  return std::accumulate(by_state.begin(), by_state.end(), std::uint64_t{0});
}

void carry_on(const ConnectionGroup& before, ConnectionGroup& next) {
  next.receive_fill.add(before.receive_fill);
  next.send_fill.add(before.send_fill);
  add_to(next.counters, before.counters);
}

}  // namespace sockq
