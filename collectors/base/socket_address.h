#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/base/result.h"

namespace sockq {

/// An address of a stream socket, TCP or unix, that can be bound or connected to.
struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;

  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
  [[nodiscard]] int family() const { return storage.ss_family; }
  [[nodiscard]] bool is_unix() const { return family() == AF_UNIX; }
  [[nodiscard]] bool is_loopback() const;    ///< reaches this host only; a unix socket does
  [[nodiscard]] std::uint16_t port() const;  ///< 0 of a unix socket
  [[nodiscard]] std::string path() const;    ///< of a unix socket that has one, or ""
  /// "127.0.0.1:80", "[::1]:80", "/run/app.sock" or "@abstract".
  [[nodiscard]] std::string text() const;
};

/// Reads "127.0.0.1:80", "[::1]:80", "localhost:80" or ":80". The last is every address of the
/// host: [::] that also takes IPv4. No other names: sockq never asks a name server.
[[nodiscard]] Result<SocketAddress> parse_socket_address(std::string_view text);

/// Also reads the path of a unix socket, which has a slash in it, or "@name" of an abstract one.
[[nodiscard]] Result<SocketAddress> parse_stream_address(std::string_view text);

/// parse_socket_address for each of several; the error is that of the first that is none.
[[nodiscard]] Result<std::vector<SocketAddress>> parse_socket_addresses(
    const std::vector<std::string>& texts);

/// The address a bound socket really has (getsockname(2)), so port 0 becomes the chosen one.
[[nodiscard]] Result<SocketAddress> bound_address(int fd);

}  // namespace sockq
