#pragma once

#include <linux/types.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sockq {

/// A request for a dump: the type of its message and its bytes (sock_diag(7)).
struct DiagRequest {
  std::uint16_t type = 0;
  std::vector<std::byte> bytes;
  const char* module = "";  ///< the kernel module that answers it
};

/// `request` is a struct of linux/inet_diag.h or unix_diag.h.
template <class Request>
[[nodiscard]] DiagRequest as_request(std::uint16_t type, const Request& request,
                                     const char* module) {
  const auto bytes = std::as_bytes(std::span(&request, 1));
  return {type, {bytes.begin(), bytes.end()}, module};
}

/// What names a socket for as long as the host is up, in one number.
[[nodiscard]] inline std::uint64_t cookie_of(const __u32 (&cookie)[2]) {
  return std::uint64_t{cookie[1]} << 32U | cookie[0];
}

}  // namespace sockq
