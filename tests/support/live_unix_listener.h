#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "collectors/base/unique_fd.h"

namespace sockq {

/// A real unix listener of a test, and the clients that try to reach it. `name` as the kernel has
/// it: a path, or a NUL and any bytes.
class LiveUnixListener {
 public:
  LiveUnixListener(const std::string& name, int backlog, int type = SOCK_STREAM) : type_(type) {
    address_.sun_family = AF_UNIX;
    std::ranges::copy(name, address_.sun_path);
    length_ = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
    ::bind(listener_.get(), address(), length_);
    ::listen(listener_.get(), backlog);
  }

  /// How many of `count` new clients the kernel let in; the others were told EAGAIN.
  int connect(int count) {
    int connected = 0;
    for (int index = 0; index < count; ++index) {
      UniqueFd client(::socket(AF_UNIX, type_ | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      if (::connect(client.get(), address(), length_) == 0) ++connected;
      clients_.push_back(std::move(client));
    }
    return connected;
  }

  void accept_one() const { UniqueFd(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)); }

 private:
  [[nodiscard]] const sockaddr* address() const {
    return reinterpret_cast<const sockaddr*>(&address_);
  }

  int type_;
  UniqueFd listener_{::socket(AF_UNIX, type_ | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
  sockaddr_un address_{};
  socklen_t length_ = 0;
  std::vector<UniqueFd> clients_;
};

}  // namespace sockq
