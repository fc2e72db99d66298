#pragma once

#include <vector>

#include "collectors/diag/dump.h"
#include "collectors/listener.h"

namespace sockq {

/// Reads every unix listener of the namespace into `sockets`, whose memory is reused. On an error
/// `sockets` is empty; ENOENT where the kernel has no unix_diag.
[[nodiscard]] Result<Unit> read_unix_listen_sockets(DumpClient& client,
                                                    std::vector<UnixListenSocket>& sockets);

}  // namespace sockq
