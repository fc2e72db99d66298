#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "collectors/diag/diag_request.h"
#include "collectors/listener.h"

namespace sockq {

/// All unix sockets in LISTEN, with name, queue and owner. The kernel passes over every unix socket
/// of the namespace to find them (unix_diag_dump, net/unix/diag.c).
[[nodiscard]] DiagRequest unix_listen_request();

enum class UnixMessage : std::uint8_t {
  listener,
  other,     ///< a socket that closed while the kernel described it, or has no name
  nonsense,  ///< too short, of another family, or without its queue
};

/// One message of such a dump: unix_diag_msg and its attributes (linux/unix_diag.h). `socket`,
/// which must be fresh, is to be used where it is a listener only. Copies, and checks every length.
[[nodiscard]] UnixMessage decode_unix_listen_socket(std::span<const std::byte> payload,
                                                    UnixListenSocket& socket);

}  // namespace sockq
