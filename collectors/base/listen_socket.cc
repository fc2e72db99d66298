#include "collectors/base/listen_socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace sockq {
namespace {

std::string remedy_for(int code) {
  switch (code) {
    case EADDRINUSE:
      return "another socket listens there (see: ss -ltnp); end it or choose another port";
    case EADDRNOTAVAIL:
      return "the host does not have this address (see: ip address)";
    case EACCES:
      return "choose a port of 1024 or above, or grant CAP_NET_BIND_SERVICE";
    case EAFNOSUPPORT:
      return "the host has no such address family; choose an IPv4 address";
    default:
      return "";
  }
}

bool switch_option(int fd, int level, int option, int value) {
  return ::setsockopt(fd, level, option, &value, sizeof(value)) == 0;
}

bool set_tcp_options(int fd, const SocketAddress& address, bool reuseport) {
  return switch_option(fd, SOL_SOCKET, SO_REUSEADDR, 1) &&
         switch_option(fd, IPPROTO_TCP, TCP_NODELAY, 1) &&
         (!reuseport || switch_option(fd, SOL_SOCKET, SO_REUSEPORT, 1)) &&
         (address.family() != AF_INET6 || switch_option(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0));
}

/// A path stays when its listener is gone: connect(2) tells, by ECONNREFUSED.
void remove_stale(const SocketAddress& address) {
  struct stat found {};
  if (::stat(address.path().c_str(), &found) != 0 || !S_ISSOCK(found.st_mode)) return;
  const UniqueFd probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const bool refused =
      ::connect(probe.get(), address.get(), address.length) != 0 && errno == ECONNREFUSED;
  if (refused) ::unlink(address.path().c_str());
}

/// An invalid descriptor and errno where it fails.
UniqueFd try_listen(const SocketAddress& address, int backlog, bool reuseport) {
  UniqueFd fd(::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (address.is_unix()) remove_stale(address);
  const bool listens =
      fd.valid() && (address.is_unix() || set_tcp_options(fd.get(), address, reuseport)) &&
      ::bind(fd.get(), address.get(), address.length) == 0 && ::listen(fd.get(), backlog) == 0;
  if (listens) return fd;
  const int code = errno;
  fd.reset();
  errno = code;
  return fd;
}

bool is_ipv6_wildcard(const SocketAddress& address) {
  if (address.family() != AF_INET6) return false;
  sockaddr_in6 ipv6;
  std::memcpy(&ipv6, &address.storage, sizeof(ipv6));
  return IN6_IS_ADDR_UNSPECIFIED(&ipv6.sin6_addr);
}

SocketAddress ipv4_wildcard(std::uint16_t port) {
  const sockaddr_in ipv4{
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {INADDR_ANY}, .sin_zero = {}};
  SocketAddress address;
  std::memcpy(&address.storage, &ipv4, sizeof(ipv4));
  address.length = sizeof(ipv4);
  return address;
}

}  // namespace

Result<BoundListener> open_listen_socket(const SocketAddress& address, int backlog,
                                         bool reuseport) {
  UniqueFd fd = try_listen(address, backlog, reuseport);
  const bool without_ipv6 = !fd.valid() && (errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL);
  if (without_ipv6 && is_ipv6_wildcard(address))
    fd = try_listen(ipv4_wildcard(address.port()), backlog, reuseport);
  if (!fd.valid()) return Error{errno, "cannot listen", address.text(), remedy_for(errno)};
  const Result<SocketAddress> bound = bound_address(fd.get());
  if (!bound.ok()) return bound.error();
  return BoundListener{std::move(fd), bound.value()};
}

}  // namespace sockq
