#include "exporters/listen_socket.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <string>

namespace sockq {
namespace {

const char* remedy(int code) {
  switch (code) {
    case EADDRINUSE:
      return "stop the program that holds it or choose another --web.listen-address";
    case EACCES:
      return "choose a port from 1024 on in --web.listen-address or grant CAP_NET_BIND_SERVICE";
    case EADDRNOTAVAIL:
      return "choose an address of this host for --web.listen-address";
    default:
      return "choose another --web.listen-address";
  }
}

Error listen_error(int code, const SocketAddress& address) {
  return {code, "cannot listen", address.text(), remedy(code)};
}

void set_option(int fd, int level, int name, int value) {
  ::setsockopt(fd, level, name, &value, sizeof(value));
}

Result<UniqueFd> listen_on(const SocketAddress& address) {
  constexpr int kType = SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK;
  UniqueFd fd(::socket(address.family(), kType, IPPROTO_TCP));
  if (!fd.valid()) return listen_error(errno, address);
  set_option(fd.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  if (address.family() == AF_INET6) set_option(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
  if (::bind(fd.get(), address.get(), address.length) != 0 || ::listen(fd.get(), SOMAXCONN) != 0)
    return listen_error(errno, address);
  return fd;
}

}  // namespace

Result<UniqueFd> open_listen_socket(const SocketAddress& address) {
  Result<UniqueFd> opened = listen_on(address);
  if (opened.ok() || !address.text().starts_with("[::]:")) return opened;
  if (opened.error().code != EAFNOSUPPORT && opened.error().code != EADDRNOTAVAIL) return opened;
  return listen_on(parse_socket_address("0.0.0.0:" + std::to_string(address.port())).value());
}

}  // namespace sockq
