#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <tuple>

#include "collectors/endpoint.h"

namespace sockq {

enum class Protocol : std::uint8_t { tcp, mptcp, unix_socket };

[[nodiscard]] constexpr const char* protocol_name(Protocol protocol) {
  switch (protocol) {
    case Protocol::mptcp:
      return "mptcp";
    case Protocol::unix_socket:
      return "unix";
    case Protocol::tcp:
      break;
  }
  return "tcp";
}

/// What tells a listener from all others.
struct ListenerName {
  Protocol protocol = Protocol::tcp;
  Endpoint local;       ///< of unix sockets: none
  std::string address;  ///< endpoint_text(local), or unix_name_text of a unix socket

  /// Whether the name of a device was known as an address was written makes no difference.
  [[nodiscard]] std::strong_ordering operator<=>(const ListenerName& other) const {
    const auto order = std::tie(protocol, local) <=> std::tie(other.protocol, other.local);
    return order != 0 || local.device.index != 0 ? order : address <=> other.address;
  }
  [[nodiscard]] bool operator==(const ListenerName& other) const { return *this <=> other == 0; }
};

}  // namespace sockq
