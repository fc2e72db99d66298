#include "agent/service_manager.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>

#include <cstdint>
#include <string>
#include <utility>

namespace sockq {
namespace {

/// As open_listen_socket() would have left it.
Result<BoundListener> adopt(UniqueFd fd) {
  const std::string name = "descriptor " + std::to_string(fd.get());
  if (sd_is_socket(fd.get(), AF_UNSPEC, SOCK_STREAM, 1) <= 0)
    return Error{0, "no stream socket that listens", name,
                 "use ListenStream= and Accept=no in the socket unit"};
  const int flags = ::fcntl(fd.get(), F_GETFL);
  if (flags < 0 || ::fcntl(fd.get(), F_SETFL, flags | O_NONBLOCK) < 0)
    return Error{errno, "cannot be made non-blocking", name, ""};
  const int on = 1;  // of no meaning to a unix socket, which refuses it
  ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  const Result<SocketAddress> address = bound_address(fd.get());
  if (!address.ok()) return address.error();
  return BoundListener{std::move(fd), address.value()};
}

}  // namespace

Result<std::vector<BoundListener>> inherited_listeners() {
  const int count = sd_listen_fds(1);
  if (count < 0) return Error{-count, "cannot take the sockets", "LISTEN_FDS", ""};
  if (count == 0)
    return Error{0, "no socket was passed", "--web.systemd-socket",
                 "start sockq by a socket unit, or leave the option out"};
  std::vector<UniqueFd> fds;
  for (int i = 0; i < count; ++i) fds.emplace_back(SD_LISTEN_FDS_START + i);
  std::vector<BoundListener> listeners;
  for (UniqueFd& fd : fds) {
    Result<BoundListener> listener = adopt(std::move(fd));
    if (!listener.ok()) return listener.error();
    listeners.push_back(std::move(listener).value());
  }
  return listeners;
}

void notify_ready() { sd_notify(0, "READY=1"); }
void notify_stopping() { sd_notify(0, "STOPPING=1"); }
void notify_alive() { sd_notify(0, "WATCHDOG=1"); }

std::optional<std::chrono::microseconds> watchdog_time() {
  std::uint64_t time = 0;
  if (sd_watchdog_enabled(0, &time) <= 0) return std::nullopt;
  return std::chrono::microseconds(time);
}

}  // namespace sockq
