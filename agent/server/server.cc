#include "agent/server/server.h"

#include <utility>

#include "agent/server/server_loop.h"

namespace sockq {

Server::Server(const ServerOptions& options, std::vector<BoundListener> listeners)
    : listeners_(std::move(listeners)), work_(options.work), stall_(options.stall) {}

Result<std::unique_ptr<Server>> Server::open(const ServerOptions& options) {
  std::vector<BoundListener> listeners;
  for (const SocketAddress& address : options.listen) {
    Result<BoundListener> listener =
        open_listen_socket(address, options.backlog, options.reuseport);
    if (!listener.ok()) return listener.error();
    listeners.push_back(std::move(listener).value());
  }
  return std::unique_ptr<Server>(new Server(options, std::move(listeners)));
}

std::vector<SocketAddress> Server::addresses() const {
  std::vector<SocketAddress> result;
  for (const BoundListener& listener : listeners_) result.push_back(listener.address);
  return result;
}

std::vector<int> Server::descriptors() const {
  std::vector<int> result;
  for (const BoundListener& listener : listeners_) result.push_back(listener.fd.get());
  return result;
}

Result<Unit> Server::run(int stop_fd) {
  ServerLoop loop(work_, stall_, stop_fd);
  return loop.run(listeners_);
}

}  // namespace sockq
