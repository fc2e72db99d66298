#pragma once

#include "collectors/base/result.h"
#include "collectors/base/socket_address.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// A TCP or unix socket that listens.
struct BoundListener {
  UniqueFd fd;            ///< non-blocking, close-on-exec; accepted sockets inherit TCP_NODELAY
  SocketAddress address;  ///< the bound one: port 0 has become the chosen port
};

/// Listens at `address` (listen(2)) with SO_REUSEADDR and, if asked, SO_REUSEPORT. [::] takes IPv4
/// too, and becomes 0.0.0.0 on a host without IPv6. The file of a unix socket that nobody listens
/// on any more is replaced; whoever owns the new one removes it. Errors name the address and a
/// remedy.
[[nodiscard]] Result<BoundListener> open_listen_socket(const SocketAddress& address, int backlog,
                                                       bool reuseport);

}  // namespace sockq
