#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "collectors/base/env.h"
#include "collectors/diag/diag_request.h"

namespace sockq {

/// Takes the messages of one dump.
class DumpSink {
 public:
  virtual ~DumpSink() = default;
  /// A dump begins, perhaps anew after one that the kernel interrupted: forget what came before.
  virtual void restart() = 0;
  /// One message without its netlink header. False: it makes no sense, and the dump fails.
  [[nodiscard]] virtual bool message(std::span<const std::byte> payload) = 0;
};

enum class DumpProgress : std::uint8_t { more, done };

/// Hands the messages of one datagram to `sink`. Errors: what the kernel answered; EINTR for a dump
/// it calls inconsistent (NLM_F_DUMP_INTR), EBADMSG for bytes that are no whole messages, EPROTO
/// for an answer to another request. `datagram` is aligned as a nlmsghdr (netlink(7)).
[[nodiscard]] Result<DumpProgress> read_datagram(std::span<const std::byte> datagram,
                                                 unsigned sequence, unsigned port_id,
                                                 DumpSink& sink);

/// Runs dumps over one sock_diag socket, each as a transaction: whole, or an error. The socket is
/// opened when first needed and closed after any error or exception, for what is left in it would
/// spoil the next dump. Not safe for use by two threads.
class DumpClient {
 public:
  explicit DumpClient(const Netlink& netlink);

  /// Sends a request and feeds the answer to `sink`. An interrupted dump is tried again, three
  /// times in all.
  [[nodiscard]] Result<Unit> dump(const DiagRequest& request, DumpSink& sink);

  /// Dumps that the kernel interrupted, so far.
  [[nodiscard]] std::uint64_t interrupted() const { return interrupted_; }

 private:
  [[nodiscard]] Result<Unit> try_dump(const DiagRequest& request, DumpSink& sink,
                                      std::unique_ptr<NetlinkSocket>& socket);

  const Netlink& netlink_;
  std::unique_ptr<NetlinkSocket> socket_;  ///< none while a dump runs
  std::vector<std::byte> buffer_;
  unsigned sequence_ = 0;
  std::uint64_t interrupted_ = 0;
};

}  // namespace sockq
