#pragma once

#include "collectors/base/result.h"
#include "collectors/base/socket_address.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// A non-blocking TCP socket that listens on `address`; port 0 lets the kernel choose. [::] takes
/// IPv4 too and becomes 0.0.0.0 on a host without IPv6. The error names the address and, for the
/// person at the command line, the way out.
[[nodiscard]] Result<UniqueFd> open_listen_socket(const SocketAddress& address);

}  // namespace sockq
