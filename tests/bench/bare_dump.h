#pragma once

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <cstddef>
#include <stdexcept>

#include "collectors/base/unique_fd.h"

namespace sockq::bench {

/// The floor: asks the kernel for the listeners and only receives the answer, as plain C would.
class BareDump {
 public:
  BareDump() : fd_(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)) {}

  /// Returns the bytes received.
  std::size_t run() {
    struct {
      nlmsghdr header;
      inet_diag_req request;
    } message{};
    message.header.nlmsg_len = sizeof(message);
    message.header.nlmsg_type = TCPDIAG_GETSOCK;
    message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    message.request.idiag_ext = 1U << (INET_DIAG_SKMEMINFO - 1);
    message.request.idiag_states = 1U << TCP_LISTEN;
    if (::send(fd_.get(), &message, sizeof(message), 0) < 0) throw std::runtime_error("send");
    std::size_t bytes = 0;
    while (true) {
      const ssize_t count = ::recv(fd_.get(), buffer_.data(), buffer_.size(), 0);
      if (count <= 0) throw std::runtime_error("recv");
      bytes += static_cast<std::size_t>(count);
      // NLMSG_DONE comes last, and alone or at the end of a datagram: see the tail.
      const auto* last = reinterpret_cast<const nlmsghdr*>(buffer_.data() + count - kDoneBytes);
      if (last->nlmsg_type == NLMSG_DONE && last->nlmsg_len == kDoneBytes) return bytes;
    }
  }

 private:
  static constexpr std::size_t kDoneBytes = NLMSG_LENGTH(sizeof(int));

  UniqueFd fd_;
  alignas(nlmsghdr) std::array<std::byte, 32 * 1024> buffer_;
};

}  // namespace sockq::bench
