#include "collectors/base/socket_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cerrno>
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

}  // namespace

std::uint16_t SocketAddress::port() const {
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
