#pragma once

#include <vector>

#include "collectors/diag/dump.h"
#include "collectors/listener.h"

namespace sockq {

/// Reads every TCP listener of the namespace into `sockets`, whose memory is reused. On an error
/// `sockets` is empty.
[[nodiscard]] Result<Unit> read_listen_sockets(DumpClient& client,
                                               std::vector<ListenSocket>& sockets);

}  // namespace sockq
