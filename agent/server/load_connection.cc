#include "agent/server/load_connection.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace sockq {

LoadConnection::LoadConnection(const SocketAddress& target, std::string_view request,
                               TimePoint deadline)
    : socket_(::socket(target.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
      unsent_(request),
      deadline_(deadline) {
  const bool connected = ::connect(socket_.get(), target.get(), target.length) == 0;
  if (!connected && errno != EINPROGRESS) socket_.reset();
}

pollfd LoadConnection::awaited() const {
  const short events = unsent_.empty() ? POLLIN : POLLOUT;
  return {.fd = socket_.get(), .events = events, .revents = 0};
}

void LoadConnection::advance() {
  std::array<char, 4096> ignored;
  const bool sending = !unsent_.empty();
  const ssize_t size = sending ? ::send(socket_.get(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL)
                               : ::recv(socket_.get(), ignored.data(), ignored.size(), 0);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (size <= 0) {
    socket_.reset();
  } else if (sending) {
    unsent_.remove_prefix(static_cast<std::size_t>(size));
  }
}

}  // namespace sockq
