#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

#include "collectors/endpoint.h"

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

/// What the kernel counts over a connection's life (struct tcp_info, linux/tcp.h;
/// SK_MEMINFO_DROPS). None of them ever falls.
struct ConnectionCounters {
  std::chrono::microseconds receive_window_limited{0};  ///< the peer's window kept it from sending
  std::chrono::microseconds send_buffer_limited{0};     ///< its own send buffer did
  std::uint64_t retransmitted = 0;                      ///< segments
  std::uint64_t drops = 0;                              ///< segments discarded at the socket

  [[nodiscard]] bool operator==(const ConnectionCounters&) const = default;
};

/// One TCP socket that does not listen, as sock_diag(7) shows it. Its queues are counted in bytes.
struct Connection {
  Endpoint local = {};
  Endpoint remote = {};
  std::uint64_t cookie = 0;  ///< names this socket for as long as the host is up
  TcpState state = TcpState::close;
  std::uint8_t timeouts = 0;         ///< retransmission timeouts in a row, now (tcpi_retransmits)
  std::uint32_t receive_queue = 0;   ///< received and not yet read
  std::uint32_t send_queue = 0;      ///< written and not yet acknowledged
  std::uint32_t not_sent = 0;        ///< the part of the send queue that was never sent
  std::uint32_t socket_backlog = 0;  ///< bytes that arrived while the program held the socket
  std::uint32_t inode = 0;           ///< 0: no process has it, so it waits for accept()
  std::optional<BufferFill> receive_buffer = {};
  std::optional<BufferFill> send_buffer = {};
  std::optional<std::uint32_t> receive_window = {};  ///< last advertised; absent before Linux 6.2
  std::optional<std::uint32_t> send_window = {};     ///< the peer's; absent before Linux 5.4
  std::optional<std::chrono::milliseconds> last_data_sent =
      {};  ///< ago; without data, since it began
  ConnectionCounters counters = {};

  /// Complete, and in its listener's accept queue.
  [[nodiscard]] bool waits_for_accept() const {
    return inode == 0 && (state == TcpState::established || state == TcpState::close_wait);
  }
};

}  // namespace sockq
