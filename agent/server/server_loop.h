#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "agent/server/server.h"
#include "agent/server/server_connection.h"
#include "collectors/base/listen_socket.h"
#include "collectors/base/result.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// One run of a Server: rounds in which every connection that can do something takes one turn, and
/// every listener with clients waiting accepts one (as nginx does without `multi_accept`).
class ServerLoop {
 public:
  ServerLoop(std::chrono::nanoseconds work, Stall stall, int stop_fd)
      : work_(work), stall_(stall), stop_fd_(stop_fd) {}

  [[nodiscard]] Result<Unit> run(std::span<const BoundListener> listeners);

 private:
  enum class Accepting {
    idle,     ///< nobody waits; an edge will tell
    ready,    ///< clients may be waiting
    starved,  ///< clients wait, and the process or host is out of descriptors or memory
  };
  struct Acceptor {
    const BoundListener& listener;
    Accepting state = Accepting::idle;
  };
  struct Client {
    explicit Client(UniqueFd socket) : connection(std::move(socket)) {}
    ServerConnection connection;
    bool queued = false;  ///< whether it is in `ready_`
  };

  Result<Unit> watch(int fd, std::uint32_t events) const;
  Result<Unit> wait();
  void note_event(int fd);
  void serve_round();
  void serve(int fd);
  Result<Unit> accept_round();
  Result<Accepting> accept_from(const BoundListener& listener);
  [[nodiscard]] int wait_limit() const;

  std::chrono::nanoseconds work_;
  Stall stall_;
  int stop_fd_;
  bool stopped_ = false;
  UniqueFd epoll_;
  std::vector<Acceptor> acceptors_;
  std::unordered_map<int, Client> clients_;  ///< by descriptor
  std::vector<int> ready_;                   ///< the descriptors of clients with a turn to take
};

}  // namespace sockq
