#include "collectors/diag/mnl_netlink.h"

#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>

namespace sockq {
namespace {

constexpr const char* kWhere = "sock_diag netlink";

using Handle = std::unique_ptr<mnl_socket, int (*)(mnl_socket*)>;

class MnlSocket : public NetlinkSocket {
 public:
  explicit MnlSocket(Handle handle) : handle_(std::move(handle)) {}

  [[nodiscard]] unsigned port_id() const override { return mnl_socket_get_portid(handle_.get()); }

  [[nodiscard]] Result<Unit> send(std::span<const std::byte> message) override {
    if (mnl_socket_sendto(handle_.get(), message.data(), message.size()) < 0)
      return Error{errno, "cannot send", kWhere, ""};
    return Unit{};
  }

  [[nodiscard]] Result<std::size_t> receive(std::span<std::byte> buffer) override {
    const ssize_t count = mnl_socket_recvfrom(handle_.get(), buffer.data(), buffer.size());
    if (count < 0) return Error{errno, "cannot receive", kWhere, ""};
    return static_cast<std::size_t>(count);
  }

 private:
  Handle handle_;
};

Error cannot_open(int code) {
  return {code, "cannot open", kWhere,
          "let the process use AF_NETLINK (seccomp, RestrictAddressFamilies=)"};
}

}  // namespace

Result<std::unique_ptr<NetlinkSocket>> MnlNetlink::open() const {
  Handle handle(mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC), mnl_socket_close);
  if (!handle) return cannot_open(errno);
  if (mnl_socket_bind(handle.get(), 0, MNL_SOCKET_AUTOPID) < 0) return cannot_open(errno);
  const timeval limit{.tv_sec = 1, .tv_usec = 0};
  if (::setsockopt(mnl_socket_get_fd(handle.get()), SOL_SOCKET, SO_RCVTIMEO, &limit,
                   sizeof(limit)) < 0)
    return cannot_open(errno);
  return std::unique_ptr<NetlinkSocket>(std::make_unique<MnlSocket>(std::move(handle)));
}

}  // namespace sockq
