#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "collectors/base/socket_address.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

[[nodiscard]] inline bool reports(int fd, short events, std::chrono::milliseconds within) {
  pollfd waited{.fd = fd, .events = events, .revents = 0};
  return ::poll(&waited, 1, static_cast<int>(within.count())) == 1;
}

/// A blocking client for tests. Reads give up after 20 s of silence, so that a test fails
/// instead of hanging.
class LoopbackClient {
 public:
  explicit LoopbackClient(int family = AF_INET)
      : socket_(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval limit{.tv_sec = 20, .tv_usec = 0};
    ::setsockopt(fd(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  }

  [[nodiscard]] int fd() const { return socket_.get(); }
  [[nodiscard]] bool connect(const SocketAddress& target) const {
    return ::connect(fd(), target.get(), target.length) == 0;
  }
  [[nodiscard]] bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t size = ::send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (size < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
  }

  /// `size` bytes, or fewer where the stream ended or fell silent before.
  [[nodiscard]] std::string receive(std::size_t size) const {
    std::string bytes(size, '\0');
    const ssize_t got = ::recv(fd(), bytes.data(), size, MSG_WAITALL);
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return bytes;
  }
  /// Everything up to the end of the stream; "(no end)" follows where none came.
  [[nodiscard]] std::string receive_all() const {
    std::string bytes;
    std::array<char, 65536> buffer;
    ssize_t size = 0;
    while ((size = ::recv(fd(), buffer.data(), buffer.size(), 0)) > 0)
      bytes.append(buffer.data(), static_cast<std::size_t>(size));
    return size == 0 ? bytes : bytes + "(no end)";
  }

  void close() { socket_.reset(); }
  /// Ends the connection with a RST.
  void abort() {
    const linger reset{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(fd(), SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
    close();
  }

 private:
  UniqueFd socket_;
};

}  // namespace sockq
