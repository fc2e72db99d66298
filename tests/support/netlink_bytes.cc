#include "tests/support/netlink_bytes.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/tcp.h>

#include <array>
#include <cstring>
#include <span>

namespace sockq {
namespace {

template <class T>
Bytes bytes_of(const T& value) {
  const auto bytes = std::as_bytes(std::span(&value, 1));
  return {bytes.begin(), bytes.end()};
}

Bytes padded(Bytes bytes) {
  bytes.resize((bytes.size() + 3) / 4 * 4);
  return bytes;
}

Bytes attribute(std::uint16_t type, const Bytes& value) {
  const nlattr header{.nla_len = static_cast<std::uint16_t>(sizeof(nlattr) + value.size()),
                      .nla_type = type};
  return padded(bytes_of(header) + value);
}

}  // namespace

Bytes operator+(Bytes left, const Bytes& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

Bytes message(std::uint16_t type, const Bytes& payload, std::uint16_t flags) {
  nlmsghdr header{};
  header.nlmsg_len = static_cast<std::uint32_t>(sizeof(header) + payload.size());
  header.nlmsg_type = type;
  header.nlmsg_flags = static_cast<std::uint16_t>(NLM_F_MULTI | flags);
  return padded(bytes_of(header) + payload);
}

Bytes listen_payload(const ListenMessage& listener) {
  inet_diag_msg msg{};
  msg.idiag_family = listener.ipv6 ? AF_INET6 : AF_INET;
  msg.idiag_state = TCP_LISTEN;
  msg.id.idiag_sport = htons(listener.port);
  inet_pton(msg.idiag_family, listener.host.c_str(), msg.id.idiag_src);
  msg.id.idiag_if = listener.interface;
  msg.id.idiag_cookie[0] = static_cast<std::uint32_t>(listener.cookie);
  msg.id.idiag_cookie[1] = static_cast<std::uint32_t>(listener.cookie >> 32U);
  msg.idiag_rqueue = listener.length;
  msg.idiag_wqueue = listener.limit;
  msg.idiag_uid = listener.uid;
  msg.idiag_inode = listener.inode;
  Bytes payload = bytes_of(msg);
  if (listener.drops) {
    std::array<std::uint32_t, SK_MEMINFO_VARS> memory{};
    memory[SK_MEMINFO_DROPS] = *listener.drops;
    payload = payload + attribute(INET_DIAG_SKMEMINFO, bytes_of(memory));
  }
  if (listener.cgroup_id)
    payload = payload + attribute(INET_DIAG_CGROUP_ID, bytes_of(*listener.cgroup_id));
  return payload;
}

Bytes connection_payload(const ConnectionMessage& connection) {
  inet_diag_msg msg{};
  msg.idiag_family = connection.ipv6 ? AF_INET6 : AF_INET;
  msg.idiag_state = connection.state;
  msg.id.idiag_sport = htons(connection.port);
  msg.id.idiag_dport = htons(connection.remote_port);
  inet_pton(msg.idiag_family, connection.host.c_str(), msg.id.idiag_src);
  inet_pton(msg.idiag_family, connection.remote_host.c_str(), msg.id.idiag_dst);
  msg.id.idiag_if = connection.interface;
  msg.id.idiag_cookie[0] = static_cast<std::uint32_t>(connection.cookie);
  msg.id.idiag_cookie[1] = static_cast<std::uint32_t>(connection.cookie >> 32U);
  msg.idiag_rqueue = connection.receive_queue;
  msg.idiag_wqueue = connection.send_queue;
  msg.idiag_inode = connection.inode;
  Bytes payload = bytes_of(msg);
  if (connection.memory)
    payload = payload + attribute(INET_DIAG_SKMEMINFO, bytes_of(*connection.memory));
  if (connection.last_data_sent) {
    // As much of tcp_info as tells it, so that what is longer on newer kernels is shorter here.
    constexpr std::size_t kAt = offsetof(tcp_info, tcpi_last_data_sent);
    payload =
        payload + attribute(INET_DIAG_INFO, Bytes(kAt) + bytes_of(*connection.last_data_sent));
  }
  if (!connection.info.empty()) payload = payload + attribute(INET_DIAG_INFO, connection.info);
  return payload;
}

Bytes unix_payload(const UnixSocketMessage& socket) {
  unix_diag_msg msg{};
  msg.udiag_family = AF_UNIX;
  msg.udiag_type = socket.type;
  msg.udiag_state = socket.state;
  msg.udiag_ino = socket.inode;
  msg.udiag_cookie[0] = static_cast<std::uint32_t>(socket.cookie);
  msg.udiag_cookie[1] = static_cast<std::uint32_t>(socket.cookie >> 32U);
  Bytes payload = bytes_of(msg);
  if (socket.name) {
    const auto name = std::as_bytes(std::span(*socket.name));
    payload = payload + attribute(UNIX_DIAG_NAME, {name.begin(), name.end()});
  }
  if (socket.has_queue)
    payload = payload +
              attribute(UNIX_DIAG_RQLEN, bytes_of(unix_diag_rqlen{socket.length, socket.limit}));
  if (socket.uid) payload = payload + attribute(UNIX_DIAG_UID, bytes_of(*socket.uid));
  return payload;
}

Bytes unix_message(const UnixSocketMessage& socket) {
  return message(SOCK_DIAG_BY_FAMILY, unix_payload(socket));
}

Bytes connection_message(const ConnectionMessage& connection) {
  return message(SOCK_DIAG_BY_FAMILY, connection_payload(connection));
}

Bytes listen_message(const ListenMessage& listener) {
  return message(SOCK_DIAG_BY_FAMILY, listen_payload(listener), listener.flags);
}

Bytes done_message(int code) { return message(NLMSG_DONE, bytes_of(-code)); }

Bytes error_message(int code) {
  nlmsgerr error{};
  error.error = -code;
  return message(NLMSG_ERROR, bytes_of(error));
}

}  // namespace sockq
