#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "agent/server/protocol/request.h"
#include "collectors/base/socket_address.h"

namespace sockq {

/// What a server that hangs has stopped doing.
enum class Stall {
  none,
  accept,  ///< it listens and does not accept
  read,    ///< it accepts and does not read
  write,   ///< it reads and does not answer
};

enum class WorkKind {
  sleep,  ///< waits, as for a database
  cpu,    ///< computes for that much time of its thread on a processor
};

enum class MultiplexerKind { epoll, poll, select };

struct ServerOptions {
  std::vector<SocketAddress> listen{};
  int backlog = 511;
  std::chrono::nanoseconds work{0};  ///< before each answer; its thread serves nobody meanwhile
  Stall stall = Stall::none;
  bool reuseport = false;         ///< SO_REUSEPORT; each worker process gets its own sockets
  std::string pattern = "epoll";  ///< a name of pattern_table()
  std::size_t workers = 0;        ///< processes or threads; 0: as the pattern has it
  MultiplexerKind multiplexer = MultiplexerKind::epoll;  ///< of the evented patterns
  Framing framing = Framing::http;
  WorkKind work_kind = WorkKind::sleep;
  std::chrono::nanoseconds stall_every{0};  ///< from the begin of one stall to the next; 0: one,
                                            ///< from the start and for ever
  std::chrono::nanoseconds stall_for{0};
  bool defer_accept = false;            ///< TCP_DEFER_ACCEPT of 1 s
  std::size_t read_size = 4096;         ///< most bytes of a recv(2)
  std::size_t body_size = 0;            ///< of an HTTP answer; 0: a short text
  std::chrono::nanoseconds timeout{0};  ///< without a byte in or out; 0: idle clients may stay
  std::size_t max_connections = 0;      ///< at once, in each evented process; 0: no limit
  std::chrono::nanoseconds drain{std::chrono::seconds(5)};  ///< for what is begun, once told to end
};

}  // namespace sockq
