#include "agent/server/server_connection.h"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace sockq {
namespace {

ServerConnection::Io after_failure() {
  if (errno == EINTR) return ServerConnection::Io::moved;
  return errno == EAGAIN ? ServerConnection::Io::blocked : ServerConnection::Io::ended;
}

}  // namespace

ServerConnection::ServerConnection(UniqueFd socket, const ServerOptions& options)
    : socket_(std::move(socket)),
      conversation_(options.framing, options.body_size),
      read_size_(options.read_size),
      buffer_(std::make_unique_for_overwrite<char[]>(read_size_)) {}

ServerConnection::Io ServerConnection::receive() {
  const ssize_t size = ::recv(fd(), buffer_.get(), read_size_, 0);
  if (size < 0) return after_failure();
  if (size == 0) conversation_.end_input();
  conversation_.receive({buffer_.get(), static_cast<std::size_t>(size)});
  return Io::moved;
}

ServerConnection::Io ServerConnection::send() {
  const std::string_view output = conversation_.output();
  const ssize_t size = ::send(fd(), output.data(), output.size(), MSG_NOSIGNAL);
  if (size < 0) return after_failure();
  conversation_.sent(static_cast<std::size_t>(size));
  if (next() == Next::discard) ::shutdown(fd(), SHUT_WR);
  return Io::moved;
}

}  // namespace sockq
