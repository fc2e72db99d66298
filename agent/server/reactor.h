#pragma once

#include <memory>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "agent/server/multiplexer.h"
#include "agent/server/server_connection.h"
#include "agent/server/service.h"
#include "agent/server/stop.h"

namespace sockq {

/// One evented loop: rounds in which every connection that can do something takes one turn, and
/// every listener with clients waiting accepts one (as nginx does without `multi_accept`). One
/// thread.
class Reactor {
 public:
  /// `shared`: other processes accept at the same listeners.
  Reactor(const Service& service, std::span<const BoundListener> listeners, Stop& stop,
          bool shared);

  /// Until the stop; then it listens no more, ends what is begun, and returns.
  [[nodiscard]] Result<Unit> run();

 private:
  using TimePoint = std::chrono::steady_clock::time_point;

  struct Client {
    explicit Client(UniqueFd socket, const ServerOptions& options)
        : connection(std::move(socket), options) {}
    ServerConnection connection;
    Interest interest = Interest::read;
    bool queued = false;  ///< whether it is in `ready_`
    TimePoint last_moved;
  };

  Result<Unit> listen();
  void pause_listening();
  Result<Unit> wait();
  [[nodiscard]] std::chrono::nanoseconds wait_limit();
  void note_event(int fd);
  void serve_round();
  void take_turn(int fd, Client& client);
  ServerConnection::Io advance(ServerConnection& connection);
  [[nodiscard]] bool stalled(ServerConnection::Next next);
  void queue(int fd, Client& client);
  void want(int fd, Client& client, Interest interest);
  void close(int fd);
  Result<Unit> accept_round();
  void add_client(UniqueFd socket);
  void end_stall();
  void sweep();
  void begin_stop();
  [[nodiscard]] bool has_room() const;

  const Service& service_;
  std::span<const BoundListener> listeners_;
  Stop& stop_;
  const bool shared_;
  std::unique_ptr<Multiplexer> multiplexer_;
  std::unordered_map<int, Client> clients_;  ///< by descriptor
  std::size_t most_clients_ = 0;
  std::vector<int> ready_;     ///< the descriptors of clients with a turn to take
  std::vector<int> reported_;  ///< by the latest wait
  std::vector<int> parked_;    ///< clients that a stall keeps waiting
  std::vector<bool> calling_;  ///< by listener: clients may be waiting there
  TimePoint now_;
  TimePoint stall_end_ = TimePoint::min();  ///< of the one that parked clients
  TimePoint listen_again_ = TimePoint::min();
  TimePoint next_sweep_ = TimePoint::min();
  bool listening_ = false;
  bool stopping_ = false;
};

}  // namespace sockq
