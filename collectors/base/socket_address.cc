#include "collectors/base/socket_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

#include "collectors/base/text.h"

namespace sockq {
namespace {

Error bad_address(std::string_view text) {
  return {0, "not an address", std::string(text),
          "write 127.0.0.1:80, [::1]:80, localhost:80 or :80"};
}

template <class Address>
SocketAddress store(const Address& address) {
  SocketAddress result;
  std::memcpy(&result.storage, &address, sizeof(address));
  result.length = sizeof(address);
  return result;
}

/// What a unix address holds behind its family: a path up to a NUL, or a NUL and a name.
std::string_view unix_name(const SocketAddress& address) {
  constexpr std::size_t begin = offsetof(sockaddr_un, sun_path);
  if (!address.is_unix() || address.length <= begin) return {};
  const auto* const bytes = reinterpret_cast<const char*>(&address.storage);
  return {bytes + begin, address.length - begin};
}

}  // namespace

bool SocketAddress::is_loopback() const {
  if (is_unix()) return true;
  if (family() == AF_INET6) {
    sockaddr_in6 address;
    std::memcpy(&address, &storage, sizeof(address));
    return IN6_IS_ADDR_LOOPBACK(&address.sin6_addr);
  }
  sockaddr_in address;
  std::memcpy(&address, &storage, sizeof(address));
  return ntohl(address.sin_addr.s_addr) >> 24 == 127;
}

std::string SocketAddress::path() const {
  const std::string_view name = unix_name(*this);
  return std::string(name.substr(0, name.find('\0')));
}

std::uint16_t SocketAddress::port() const {
  if (is_unix()) return 0;
  if (family() == AF_INET6) {
    sockaddr_in6 address;
    std::memcpy(&address, &storage, sizeof(address));
    return ntohs(address.sin6_port);
  }
  sockaddr_in address;
  std::memcpy(&address, &storage, sizeof(address));
  return ntohs(address.sin_port);
}

std::string SocketAddress::text() const {
  if (is_unix()) {
    const std::string_view name = unix_name(*this);
    return name.starts_with('\0') ? "@" + std::string(name.substr(1)) : path();
  }
  char host[INET6_ADDRSTRLEN] = "";
  if (family() == AF_INET6) {
    sockaddr_in6 address;
    std::memcpy(&address, &storage, sizeof(address));
    inet_ntop(AF_INET6, &address.sin6_addr, host, sizeof(host));
    return "[" + std::string(host) + "]:" + std::to_string(port());
  }
  sockaddr_in address;
  std::memcpy(&address, &storage, sizeof(address));
  inet_ntop(AF_INET, &address.sin_addr, host, sizeof(host));
  return std::string(host) + ":" + std::to_string(port());
}

Result<SocketAddress> parse_socket_address(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return bad_address(text);
  const auto port = parse_number<std::uint16_t>(text.substr(colon + 1));
  if (!port) return bad_address(text);
  std::string host(text.substr(0, colon));
  if (host.empty()) host = "[::]";
  if (host == "localhost") host = "127.0.0.1";
  if (host.front() == '[' && host.back() == ']') {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(*port);
    host = host.substr(1, host.size() - 2);
    if (inet_pton(AF_INET6, host.c_str(), &address.sin6_addr) != 1) return bad_address(text);
    return store(address);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(*port);
  if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) return bad_address(text);
  return store(address);
}

Result<SocketAddress> parse_stream_address(std::string_view text) {
  const bool abstract = text.starts_with('@');
  if (!abstract && text.find('/') == std::string_view::npos) return parse_socket_address(text);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (text.size() >= sizeof(address.sun_path) || text.find('\0') != std::string_view::npos)
    return Error{0, "too long for a unix socket", std::string(text), "use 107 bytes or fewer"};
  std::memcpy(address.sun_path, text.data(), text.size());
  if (abstract) address.sun_path[0] = '\0';
  SocketAddress result = store(address);
  result.length =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + text.size() + (abstract ? 0 : 1));
  return result;
}

Result<std::vector<SocketAddress>> parse_socket_addresses(const std::vector<std::string>& texts) {
  std::vector<SocketAddress> addresses;
  for (const std::string& text : texts) {
    const Result<SocketAddress> address = parse_socket_address(text);
    if (!address.ok()) return address.error();
    addresses.push_back(address.value());
  }
  return addresses;
}

Result<SocketAddress> bound_address(int fd) {
  SocketAddress address;
  address.length = sizeof(address.storage);
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address.storage), &address.length) != 0)
    return Error{errno, "cannot read its address", "socket", ""};
  return address;
}

}  // namespace sockq
