#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>

#include "collectors/device.h"

namespace sockq {

/// One end of a TCP socket.
struct Endpoint {
  bool ipv6 = false;
  std::array<std::uint8_t, 16> address{};  ///< network order; IPv4 in the first four bytes
  std::uint16_t port = 0;
  Device device = {};

  [[nodiscard]] auto operator<=>(const Endpoint&) const = default;
};

struct EndpointHash {
  std::size_t operator()(const Endpoint& endpoint) const;
};

/// IPv4 where it is written as IPv6, ::ffff:10.0.0.1 (RFC 4291, 2.5.5.2), as IPv4.
[[nodiscard]] Endpoint without_mapping(const Endpoint& endpoint);

/// "0.0.0.0:80", "[::]:443"; a socket bound to a device reads "0.0.0.0%eth0:80",
/// "[fe80::1%eth0]:80", or "0.0.0.0%3:80" where its name is not known.
[[nodiscard]] std::string endpoint_text(const Endpoint& endpoint);

}  // namespace sockq
