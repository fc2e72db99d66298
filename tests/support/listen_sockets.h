#pragma once

#include "collectors/diag/inet_diag.h"
#include "tests/support/netlink_bytes.h"

namespace sockq {

/// The socket that the kernel's description of it decodes to.
[[nodiscard]] inline ListenSocket listen_socket(const ListenMessage& listener) {
  return decode_listen_socket(listen_payload(listener)).value();
}

}  // namespace sockq
