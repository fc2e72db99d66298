#include "exporters/client_address.h"

#include <netinet/in.h>

#include <cstring>

namespace sockq {
namespace {

template <class T>
std::string bytes_of(const T& value, std::size_t begin, std::size_t size) {
  std::string bytes(size, '\0');
  std::memcpy(bytes.data(), reinterpret_cast<const char*>(&value) + begin, size);
  return bytes;
}

}  // namespace

std::string client_key(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in ipv4;
    std::memcpy(&ipv4, address, sizeof(ipv4));
    return bytes_of(ipv4.sin_addr, 0, 4);
  }
  if (address->sa_family != AF_INET6) return "";
  sockaddr_in6 ipv6;
  std::memcpy(&ipv6, address, sizeof(ipv6));
  const bool mapped = IN6_IS_ADDR_V4MAPPED(&ipv6.sin6_addr);
  return mapped ? bytes_of(ipv6.sin6_addr, 12, 4) : bytes_of(ipv6.sin6_addr, 0, 8);
}

}  // namespace sockq
