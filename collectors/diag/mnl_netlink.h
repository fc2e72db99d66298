#pragma once

#include "collectors/base/env.h"

namespace sockq {

/// Opens NETLINK_SOCK_DIAG sockets of the calling thread's network namespace with libmnl. A receive
/// gives up after one second.
class MnlNetlink : public Netlink {
 public:
  [[nodiscard]] Result<std::unique_ptr<NetlinkSocket>> open() const override;
};

}  // namespace sockq
