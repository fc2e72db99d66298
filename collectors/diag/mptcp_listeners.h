#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "collectors/diag/dump.h"
#include "collectors/listener.h"

namespace sockq {

/// Tells which TCP listeners are MPTCP's. The queue, the limit and the drops of an MPTCP listener
/// are those of a TCP socket below it, which the TCP dump shows with the inode of the MPTCP socket;
/// the MPTCP dump shows the same queue and no drops (mptcp_diag_get_info, net/mptcp/mptcp_diag.c).
/// So the TCP socket is the one to watch, under another protocol. One thread.
class MptcpListeners {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  /// Sets the protocol of those among `sockets`, one whole TCP dump. The kernel is asked only when
  /// some TCP listener came or went: it passes over all MPTCP connections to answer. Where it does
  /// not answer, listeners that are new stay TCP, and it is asked a minute later at the earliest:
  /// most kernels that refuse have no MPTCP, and look for a module each time.
  void mark(DumpClient& client, std::vector<ListenSocket>& sockets, TimePoint now);

 private:
  [[nodiscard]] bool ask(DumpClient& client);

  std::vector<std::uint32_t> inodes_;  ///< of MPTCP listeners, sorted
  std::vector<ListenSocket> answer_;
  // Of the listeners when it was asked:
  std::size_t sockets_ = 0;
  std::uint64_t cookies_ = 0;  ///< their sum
  TimePoint ask_after_{};
};

}  // namespace sockq
