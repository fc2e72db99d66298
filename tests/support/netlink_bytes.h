#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sockq {

using Bytes = std::vector<std::byte>;

/// A listener as the kernel would describe it.
struct ListenMessage {
  bool ipv6 = false;
  std::string host = "0.0.0.0";
  std::uint16_t port = 80;
  std::uint32_t interface = 0;
  std::uint64_t cookie = 1;
  std::uint32_t length = 0;
  std::uint32_t limit = 128;
  std::uint32_t uid = 0;
  std::uint32_t inode = 99;
  std::optional<std::uint32_t> drops = 0;         ///< absent: no INET_DIAG_SKMEMINFO
  std::optional<std::uint64_t> cgroup_id = 5555;  ///< absent: no INET_DIAG_CGROUP_ID
  std::uint16_t flags = 0;                        ///< of the netlink header, NLM_F_MULTI apart
};

/// A connection as the kernel would describe it.
struct ConnectionMessage {
  bool ipv6 = false;
  std::string host = "127.0.0.1";
  std::uint16_t port = 80;
  std::string remote_host = "127.0.0.1";
  std::uint16_t remote_port = 40'000;
  std::uint8_t state = 1;
  std::uint32_t interface = 0;
  std::uint64_t cookie = 1;
  std::uint32_t receive_queue = 0;
  std::uint32_t send_queue = 0;
  std::uint32_t inode = 99;
  std::optional<std::array<std::uint32_t, 9>> memory = {};  ///< INET_DIAG_SKMEMINFO
  std::optional<std::uint32_t> last_data_sent = {};         ///< INET_DIAG_INFO up to there, ms
  Bytes info = {};                                          ///< INET_DIAG_INFO as it is
};

/// A unix socket as the kernel would describe it.
struct UnixSocketMessage {
  std::optional<std::string> name =
      std::string("/run/app.sock");  ///< raw; absent: UNIX_DIAG_NAME is
  std::uint8_t type = 1;             ///< SOCK_STREAM
  std::uint8_t state = 10;           ///< LISTEN
  std::uint64_t cookie = 1;
  bool has_queue = true;  ///< false: no UNIX_DIAG_RQLEN
  std::uint32_t length = 0;
  std::uint32_t limit = 128;
  std::uint32_t inode = 99;
  std::optional<std::uint32_t> uid = 0;  ///< absent: no UNIX_DIAG_UID
};

[[nodiscard]] Bytes unix_message(const UnixSocketMessage& socket);
/// The unix_diag_msg and attributes alone.
[[nodiscard]] Bytes unix_payload(const UnixSocketMessage& socket);

[[nodiscard]] Bytes connection_message(const ConnectionMessage& connection);
[[nodiscard]] Bytes connection_payload(const ConnectionMessage& connection);

[[nodiscard]] Bytes listen_message(const ListenMessage& listener);
/// The inet_diag_msg and attributes alone.
[[nodiscard]] Bytes listen_payload(const ListenMessage& listener);
/// NLMSG_DONE or NLMSG_ERROR with an errno (positive), or 0.
[[nodiscard]] Bytes done_message(int code = 0);
[[nodiscard]] Bytes error_message(int code);
/// A message of any type and payload.
[[nodiscard]] Bytes message(std::uint16_t type, const Bytes& payload, std::uint16_t flags = 0);
[[nodiscard]] Bytes operator+(Bytes left, const Bytes& right);

}  // namespace sockq
