#pragma once

#include <sys/socket.h>

#include <string>

namespace sockq {

/// What tells one client from another, for limits: the bytes of its IPv4 address, or of the first
/// half of its IPv6 address, for a host may choose the rest (RFC 4291, 2.5.1); "" of a unix socket.
[[nodiscard]] std::string client_key(const sockaddr* address);

}  // namespace sockq
