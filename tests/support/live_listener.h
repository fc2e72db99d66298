#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "collectors/base/listen_socket.h"

namespace sockq {

/// A real listener of a test, and the clients that try to reach it.
class LiveListener {
 public:
  explicit LiveListener(int backlog, std::uint16_t port = 0)
      : listener_(
            open_listen_socket(parse_socket_address("127.0.0.1:" + std::to_string(port)).value(),
                               backlog, false)
                .value()) {}

  explicit LiveListener(BoundListener listener) : listener_(std::move(listener)) {}

  [[nodiscard]] const SocketAddress& address() const { return listener_.address; }
  [[nodiscard]] int fd() const { return listener_.fd.get(); }

  /// That many clients send their SYN. On loopback each is queued or dropped before this returns.
  void connect(int count) {
    for (int index = 0; index < count; ++index) {
      UniqueFd client(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
      (void)::connect(client.get(), address().get(), address().length);
      clients_.push_back(std::move(client));
    }
  }

  /// The client that came as number `index`.
  [[nodiscard]] int client(std::size_t index) const { return clients_[index].get(); }
  /// Takes one connection out of the accept queue.
  [[nodiscard]] UniqueFd accept() const {
    return UniqueFd(::accept4(fd(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  }

  /// Takes everything out of the accept queue and lets the clients go.
  void drain() {
    while (UniqueFd(::accept4(fd(), nullptr, nullptr, SOCK_CLOEXEC)).valid()) {
    }
    clients_.clear();
  }

  /// sk_drops as the socket itself tells it (SO_MEMINFO, socket(7)), without sock_diag.
  [[nodiscard]] std::uint32_t kernel_drops() const {
    constexpr int kMemInfo = 55;       // SO_MEMINFO, asm-generic/socket.h
    constexpr std::size_t kDrops = 8;  // SK_MEMINFO_DROPS, linux/sock_diag.h
    std::array<std::uint32_t, 16> memory{};
    socklen_t length = sizeof(memory);
    ::getsockopt(fd(), SOL_SOCKET, kMemInfo, memory.data(), &length);
    return memory[kDrops];
  }

 private:
  BoundListener listener_;
  std::vector<UniqueFd> clients_;
};

}  // namespace sockq
