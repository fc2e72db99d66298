#include "agent/server/server_connection.h"

#include <sys/socket.h>

#include <cerrno>

#include "agent/server/response.h"

namespace sockq {
namespace {

ServerConnection::Step after_failure() {
  if (errno == EAGAIN) return ServerConnection::Step::blocked;
  return errno == EINTR ? ServerConnection::Step::again : ServerConnection::Step::finished;
}

}  // namespace

ServerConnection::Step ServerConnection::advance() {
  if (!output_.empty()) return send();
  if (input_.empty()) {
    if (const Step step = receive(); step != Step::again) return step;
  }
  const auto request = framer_.next(input_);
  if (!request) return Step::again;
  request_ = *request;
  return Step::request;
}

ServerConnection::Step ServerConnection::answer() {
  output_ = response_to(request_);
  return send();
}

ServerConnection::Step ServerConnection::receive() {
  const ssize_t size = ::recv(socket_.get(), buffer_.data(), buffer_.size(), 0);
  if (size < 0) return after_failure();
  if (size == 0) return Step::finished;
  input_ = {buffer_.data(), static_cast<std::size_t>(size)};
  return Step::again;
}

ServerConnection::Step ServerConnection::send() {
  const ssize_t size = ::send(socket_.get(), output_.data(), output_.size(), MSG_NOSIGNAL);
  if (size < 0) return after_failure();
  output_.erase(0, static_cast<std::size_t>(size));
  return output_.empty() ? end_answer() : Step::again;
}

/// A refused client may still be sending, and close(2) with unread bytes resets the connection,
/// which can destroy the answer: so read on until the client ends it (RFC 9112, 9.6).
ServerConnection::Step ServerConnection::end_answer() {
  if (request_.keep_alive) return Step::again;
  if (request_.status == 200) return Step::finished;
  ::shutdown(socket_.get(), SHUT_WR);
  return Step::again;
}

}  // namespace sockq
