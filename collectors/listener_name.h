#pragma once

#include <compare>
#include <cstdint>
#include <string>

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

  [[nodiscard]] auto operator<=>(const ListenerName&) const = default;
};

}  // namespace sockq
