#pragma once

#include <optional>

#include "collectors/diag/inet_diag.h"
#include "collectors/diag/unix_diag.h"
#include "tests/support/netlink_bytes.h"

namespace sockq {

/// The socket that the kernel's description of it decodes to; nothing where it is refused.
[[nodiscard]] inline std::optional<ListenSocket> decoded(const Bytes& payload) {
  ListenSocket socket;
  if (!decode_listen_socket(payload, socket)) return std::nullopt;
  return socket;
}

[[nodiscard]] inline ListenSocket listen_socket(const ListenMessage& listener) {
  return decoded(listen_payload(listener)).value();
}

[[nodiscard]] inline UnixListenSocket unix_socket(const UnixSocketMessage& message) {
  UnixListenSocket socket;
  (void)decode_unix_listen_socket(unix_payload(message), socket);
  return socket;
}

}  // namespace sockq
