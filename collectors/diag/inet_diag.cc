#include "collectors/diag/inet_diag.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>

#include "collectors/diag/attribute.h"

namespace sockq {
namespace {

constexpr std::uint8_t kWithSkmem = 1U << (INET_DIAG_SKMEMINFO - 1);
constexpr std::uint8_t kWithInfo = 1U << (INET_DIAG_INFO - 1);
constexpr std::uint32_t kListenOnly = 1U << static_cast<unsigned>(TcpState::listen);
/// All but TIME_WAIT, which nobody holds, and CLOSE. SYN_RECV stands for request sockets too.
constexpr std::uint32_t kSwept = (1U << kTcpStates) - 2 -
                                 (1U << static_cast<unsigned>(TcpState::time_wait)) -
                                 (1U << static_cast<unsigned>(TcpState::close));

template <class Request>
DiagRequest as_request(std::uint16_t type, const Request& request) {
  const auto bytes = std::as_bytes(std::span(&request, 1));
  return {type, {bytes.begin(), bytes.end()}};
}

std::optional<inet_diag_msg> read_message(std::span<const std::byte> payload) {
  inet_diag_msg message;
  if (payload.size() < sizeof(message)) return std::nullopt;
  std::memcpy(&message, payload.data(), sizeof(message));
  if (message.idiag_family != AF_INET && message.idiag_family != AF_INET6) return std::nullopt;
  return message;
}

std::span<const std::byte> attributes_of(std::span<const std::byte> payload) {
  return payload.subspan(std::min(payload.size(), NLMSG_ALIGN(sizeof(inet_diag_msg))));
}

Endpoint read_endpoint(const inet_diag_msg& message, const __be32 (&address)[4], __be16 port) {
  Endpoint endpoint;
  endpoint.ipv6 = message.idiag_family == AF_INET6;
  const std::size_t address_bytes = endpoint.ipv6 ? sizeof(in6_addr) : sizeof(in_addr);
  std::memcpy(endpoint.address.data(), address, address_bytes);
  endpoint.port = ntohs(port);
  endpoint.interface = message.id.idiag_if;
  return endpoint;
}

/// The number `which` of SK_MEMINFO_VARS (linux/sock_diag.h).
std::optional<std::uint32_t> memory_number(const Attribute& skmem, std::size_t which) {
  return skmem.at<std::uint32_t>(which * sizeof(std::uint32_t));
}

std::optional<BufferFill> buffer_fill(const Attribute& skmem, std::size_t used, std::size_t limit) {
  const auto bytes = memory_number(skmem, used);
  const auto most = memory_number(skmem, limit);
  if (!bytes || !most) return std::nullopt;
  return BufferFill{*bytes, *most};
}

void decode_attribute(const Attribute& attribute, ListenSocket& socket) {
  if (attribute.type == INET_DIAG_SKMEMINFO)
    socket.drops = memory_number(attribute, SK_MEMINFO_DROPS);
  else if (attribute.type == INET_DIAG_CGROUP_ID)
    socket.cgroup_id = attribute.at<std::uint64_t>(0).value_or(0);
}

void decode_attribute(const Attribute& attribute, Connection& connection) {
  if (attribute.type == INET_DIAG_SKMEMINFO) {
    connection.receive_buffer = buffer_fill(attribute, SK_MEMINFO_RMEM_ALLOC, SK_MEMINFO_RCVBUF);
    // What is queued, not what is on its way to the device (ss shows it as w).
    connection.send_buffer = buffer_fill(attribute, SK_MEMINFO_WMEM_QUEUED, SK_MEMINFO_SNDBUF);
  } else if (attribute.type == INET_DIAG_INFO) {
    if (const auto ago = attribute.at<std::uint32_t>(offsetof(tcp_info, tcpi_last_data_sent)))
      connection.last_data_sent = std::chrono::milliseconds(*ago);
  }
}

}  // namespace

DiagRequest listen_request() {
  inet_diag_req request{};
  request.idiag_family = AF_UNSPEC;
  request.idiag_ext = kWithSkmem;
  request.idiag_states = kListenOnly;
  return as_request(TCPDIAG_GETSOCK, request);
}

DiagRequest listen_request(int family) {
  inet_diag_req_v2 request{};
  request.sdiag_family = static_cast<std::uint8_t>(family);
  request.sdiag_protocol = IPPROTO_TCP;
  request.idiag_ext = kWithSkmem;
  request.idiag_states = kListenOnly;
  return as_request(SOCK_DIAG_BY_FAMILY, request);
}

DiagRequest sweep_request() {
  inet_diag_req request{};
  request.idiag_family = AF_UNSPEC;
  request.idiag_ext = kWithSkmem | kWithInfo;
  request.idiag_states = kSwept;
  return as_request(TCPDIAG_GETSOCK, request);
}

bool decode_listen_socket(std::span<const std::byte> payload, ListenSocket& socket) {
  const auto message = read_message(payload);
  if (!message) return false;
  socket.local = read_endpoint(*message, message->id.idiag_src, message->id.idiag_sport);
  socket.cookie = std::uint64_t{message->id.idiag_cookie[1]} << 32U | message->id.idiag_cookie[0];
  socket.queue_length = message->idiag_rqueue;
  socket.queue_limit = message->idiag_wqueue;
  socket.uid = message->idiag_uid;
  socket.inode = message->idiag_inode;
  auto attributes = attributes_of(payload);
  while (const auto attribute = next_attribute(attributes)) decode_attribute(*attribute, socket);
  return true;
}

bool decode_connection(std::span<const std::byte> payload, Connection& connection) {
  const auto message = read_message(payload);
  if (!message || message->idiag_state >= kTcpStates) return false;
  connection.local = read_endpoint(*message, message->id.idiag_src, message->id.idiag_sport);
  connection.remote = read_endpoint(*message, message->id.idiag_dst, message->id.idiag_dport);
  connection.state = static_cast<TcpState>(message->idiag_state);
  connection.receive_queue = message->idiag_rqueue;
  connection.send_queue = message->idiag_wqueue;
  connection.inode = message->idiag_inode;
  auto attributes = attributes_of(payload);
  while (const auto attribute = next_attribute(attributes))
    decode_attribute(*attribute, connection);
  return true;
}

}  // namespace sockq
