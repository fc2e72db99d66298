#include "agent/server/server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "agent/server/patterns/pattern.h"

namespace sockq {
namespace {

std::size_t worker_count(const ServerOptions& options, const Pattern& pattern) {
  if (options.workers > 0) return options.workers;
  if (pattern.workers > 0) return pattern.workers;
  return std::max(1U, std::thread::hardware_concurrency());
}

Result<BoundListener> open_one(const SocketAddress& address, const ServerOptions& options) {
  Result<BoundListener> listener = open_listen_socket(address, options.backlog, options.reuseport);
  if (!listener.ok() || !options.defer_accept || address.is_unix()) return listener;
  const int seconds = 1;
  ::setsockopt(listener.value().fd.get(), IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof(seconds));
  return listener;
}

}  // namespace

Server::Server(const ServerOptions& options, const Pattern& pattern)
    : options_(options), pattern_(pattern), stalls_(options, std::chrono::steady_clock::now()) {
  options_.workers = worker_count(options, pattern);
}

Server::~Server() {
  for (const SocketAddress& address : addresses())
    if (!address.path().empty()) ::unlink(address.path().c_str());
}

Result<std::unique_ptr<Server>> Server::open(const ServerOptions& options) {
  const Pattern* const pattern = find_pattern(options.pattern);
  if (pattern == nullptr) return Error{0, "no such pattern", options.pattern, ""};
  std::unique_ptr<Server> server(new Server(options, *pattern));
  if (Result<Unit> listens = server->listen(); !listens.ok()) return listens.error();
  return server;
}

Result<Unit> Server::listen() {
  const bool own_sockets = options_.reuseport && pattern_.workers_accept;
  std::vector<SocketAddress> wanted = options_.listen;
  for (std::size_t set = 0; set < (own_sockets ? options_.workers : 1); ++set) {
    Listeners& listeners = listeners_.emplace_back();
    for (const SocketAddress& address : wanted) {
      Result<BoundListener> listener = open_one(address, options_);
      if (!listener.ok()) return listener.error();
      listeners.push_back(std::move(listener).value());
    }
    wanted = addresses();
  }
  return Unit{};
}

std::vector<SocketAddress> Server::addresses() const {
  std::vector<SocketAddress> result;
  if (listeners_.empty()) return result;
  for (const BoundListener& listener : listeners_.front()) result.push_back(listener.address);
  return result;
}

std::vector<int> Server::descriptors() const {
  std::vector<int> result;
  for (const Listeners& listeners : listeners_)
    for (const BoundListener& listener : listeners) result.push_back(listener.fd.get());
  return result;
}

Result<Unit> Server::run(int stop_fd) {
  Stop stop(stop_fd, options_.drain);
  return pattern_.run({options_, stalls_, options_.workers, listeners_}, stop);
}

}  // namespace sockq
