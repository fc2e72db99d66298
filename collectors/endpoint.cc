#include "collectors/endpoint.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>
#include <span>

namespace sockq {
namespace {

std::string device_text(const Device& device) {
  return device.name.empty() ? std::to_string(device.index) : std::string(device.name.text());
}

}  // namespace

std::size_t EndpointHash::operator()(const Endpoint& endpoint) const {
  // Odd numbers without a pattern (the golden ratio and its like) spread nearby addresses.
  constexpr std::uint64_t kFirst = 0x9e3779b97f4a7c15U;
  constexpr std::uint64_t kSecond = 0xc2b2ae3d27d4eb4fU;
  std::array<std::uint64_t, 2> halves{};
  static_assert(sizeof(halves) == sizeof(endpoint.address));
  std::memcpy(halves.data(), endpoint.address.data(), sizeof(halves));
  const std::uint64_t mixed =
      (halves[0] ^ endpoint.port) * kFirst + (halves[1] ^ endpoint.device.index) * kSecond;
  return mixed ^ (mixed >> 32U);
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
  if (endpoint.device.index != 0) name.append("%").append(device_text(endpoint.device));
  if (endpoint.ipv6) name = "[" + name + "]";
  return name + ":" + std::to_string(endpoint.port);
}

}  // namespace sockq
