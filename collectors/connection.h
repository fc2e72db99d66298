#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

#include "collectors/endpoint.h"
#include "collectors/fill_histogram.h"

namespace sockq {

/// States of a TCP socket with the kernel's numbers (include/net/tcp_states.h).
enum class TcpState : std::uint8_t {
  established = 1,
  syn_sent,
  syn_recv,  ///< also a request socket: one in a listener's SYN queue
  fin_wait1,
  fin_wait2,
  time_wait,
  close,
  close_wait,
  last_ack,
  listen,
  closing,
};

inline constexpr std::size_t kTcpStates = 12;

/// "established", "syn_recv", ...
[[nodiscard]] const char* state_name(TcpState state);

/// Bytes a socket's buffer holds in the kernel's accounts, and may hold (SK_MEMINFO, sock_diag(7)).
struct BufferFill {
  std::uint32_t used = 0;
  std::uint32_t limit = 0;

  [[nodiscard]] double ratio() const {
    return limit == 0 ? 0 : static_cast<double>(used) / static_cast<double>(limit);
  }
};

/// One TCP socket that does not listen, as sock_diag(7) shows it. Its queues are counted in bytes.
struct Connection {
  Endpoint local;
  Endpoint remote;
  TcpState state = TcpState::close;
  std::uint32_t receive_queue = 0;  ///< received and not yet read
  std::uint32_t send_queue = 0;     ///< written and not yet acknowledged
  std::uint32_t inode = 0;          ///< 0: no process has it, so it waits for accept()
  std::optional<BufferFill> receive_buffer;
  std::optional<BufferFill> send_buffer;
  std::optional<std::chrono::milliseconds> last_data_sent;  ///< ago; without data, since it began

  /// Complete, and in its listener's accept queue.
  [[nodiscard]] bool waits_for_accept() const {
    return inode == 0 && (state == TcpState::established || state == TcpState::close_wait);
  }
};

/// The connections of one listener in one sweep.
struct ListenerConnections {
  std::array<std::uint32_t, kTcpStates> by_state{};  ///< by number of the state
  std::uint64_t receive_queue_bytes = 0;
  std::uint64_t send_queue_bytes = 0;
  std::optional<std::chrono::milliseconds> oldest_wait;  ///< of those that wait for accept()
  FillHistogram receive_fill;                            ///< one observation a connection
  FillHistogram send_fill;

  void add(const Connection& connection);
  [[nodiscard]] std::uint32_t in_state(TcpState state) const {
    return by_state[static_cast<std::size_t>(state)];
  }
};

}  // namespace sockq
