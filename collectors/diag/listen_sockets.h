#pragma once

#include <vector>

#include "collectors/diag/dump.h"
#include "collectors/diag/inet_diag.h"
#include "collectors/listener.h"

namespace sockq {

/// Reads every TCP listener of the namespace into `sockets`, whose memory is reused. On an error
/// `sockets` is empty.
[[nodiscard]] Result<Unit> read_listen_sockets(DumpClient& client,
                                               std::vector<ListenSocket>& sockets);

/// Adds to `sockets` what one request for listeners gives. On an error they hold a part of it.
[[nodiscard]] Result<Unit> append_listen_sockets(DumpClient& client, const DiagRequest& request,
                                                 std::vector<ListenSocket>& sockets);

}  // namespace sockq
