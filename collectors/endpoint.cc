#include "collectors/endpoint.h"

#include <arpa/inet.h>

#include <algorithm>
#include <functional>
#include <span>
#include <string_view>

namespace sockq {

std::size_t EndpointHash::operator()(const Endpoint& endpoint) const {
  const std::string_view address(reinterpret_cast<const char*>(endpoint.address.data()),
                                 endpoint.address.size());
  return std::hash<std::string_view>{}(address)*31 + endpoint.port;
}

Endpoint without_mapping(const Endpoint& endpoint) {
  constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (!endpoint.ipv6 || !std::ranges::equal(kMapped, std::span(endpoint.address).first<12>()))
    return endpoint;
  Endpoint plain = endpoint;
  plain.ipv6 = false;
  plain.address = {};
  std::copy(endpoint.address.begin() + kMapped.size(), endpoint.address.end(),
            plain.address.begin());
  return plain;
}

std::string endpoint_text(const Endpoint& endpoint) {
  char host[INET6_ADDRSTRLEN] = "";
  inet_ntop(endpoint.ipv6 ? AF_INET6 : AF_INET, endpoint.address.data(), host, sizeof(host));
  std::string name = host;
  if (endpoint.interface != 0) name.append("%").append(std::to_string(endpoint.interface));
  if (endpoint.ipv6) name = "[" + name + "]";
  return name + ":" + std::to_string(endpoint.port);
}

}  // namespace sockq
