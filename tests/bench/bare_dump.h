#pragma once

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <vector>

#include "collectors/base/unique_fd.h"

namespace sockq::bench {

/// The floor: asks the kernel for a dump and only receives the answer, as plain C would.
class BareDump {
 public:
  /// Of the listeners.
  BareDump() {
    inet_diag_req request{};
    request.idiag_ext = 1U << (INET_DIAG_SKMEMINFO - 1);
    request.idiag_states = 1U << TCP_LISTEN;
    write(TCPDIAG_GETSOCK, std::as_bytes(std::span(&request, 1)));
  }
  /// Of what `request`, a message of `type`, asks for.
  BareDump(std::uint16_t type, std::span<const std::byte> request) { write(type, request); }

  /// Returns the bytes received.
  std::size_t run() {
    if (::send(fd_.get(), message_.data(), message_.size(), 0) < 0)
      throw std::runtime_error("send");
    std::size_t bytes = 0;
    while (true) {
      const ssize_t count = ::recv(fd_.get(), buffer_.data(), buffer_.size(), 0);
      if (count <= 0) throw std::runtime_error("recv");
      bytes += static_cast<std::size_t>(count);
      // NLMSG_DONE comes last, and alone or at the end of a datagram: see the tail.
      const auto* last = reinterpret_cast<const nlmsghdr*>(buffer_.data() + count - kDoneBytes);
      if (last->nlmsg_type == NLMSG_DONE && last->nlmsg_len == kDoneBytes &&
          last->nlmsg_seq == kSequence)
        return bytes;
    }
  }

 private:
  static constexpr std::size_t kDoneBytes = NLMSG_LENGTH(sizeof(int));
  static constexpr std::uint32_t kSequence = 0x5eed5eed;

  void write(std::uint16_t type, std::span<const std::byte> request) {
    nlmsghdr header{};
    header.nlmsg_len = static_cast<std::uint32_t>(NLMSG_LENGTH(request.size()));
    header.nlmsg_type = type;
    header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    header.nlmsg_seq = kSequence;
    message_.resize(header.nlmsg_len);
    std::memcpy(message_.data(), &header, sizeof(header));
    std::ranges::copy(request, message_.begin() + NLMSG_HDRLEN);
  }

  UniqueFd fd_{::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)};
  std::vector<std::byte> message_;
  alignas(nlmsghdr) std::array<std::byte, 32 * 1024> buffer_;
};

}  // namespace sockq::bench
