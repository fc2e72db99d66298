#include "agent/server/accept.h"

#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace sockq {
namespace {

Accepted::Outcome outcome_of(int code) {
  switch (code) {
    case EAGAIN:
      return Accepted::Outcome::nobody;
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
      return Accepted::Outcome::starved;
    case EBADF:
    case EINVAL:
    case ENOTSOCK:
      return Accepted::Outcome::closed;
    default:  // EINTR, ECONNABORTED, and what the network did to that one client: accept(2)
      return Accepted::Outcome::again;
  }
}

}  // namespace

Accepted accept_client(const BoundListener& listener) {
  UniqueFd client(::accept4(listener.fd.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!client.valid()) return {outcome_of(errno), {}};
  return {Accepted::Outcome::client, std::move(client)};
}

void stop_listening(std::span<const BoundListener> listeners) {
  for (const BoundListener& listener : listeners) ::shutdown(listener.fd.get(), SHUT_RD);
}

}  // namespace sockq
