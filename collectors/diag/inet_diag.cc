#include "collectors/diag/inet_diag.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <cstring>

namespace sockq {
namespace {

constexpr std::uint8_t kWithSkmem = 1U << (INET_DIAG_SKMEMINFO - 1);
constexpr std::uint32_t kListenOnly = 1U << TCP_LISTEN;

template <class Request>
DiagRequest as_request(std::uint16_t type, const Request& request) {
  const auto bytes = std::as_bytes(std::span(&request, 1));
  return {type, {bytes.begin(), bytes.end()}};
}

/// Copies an attribute's payload from `offset` on, where it is long enough.
template <class T>
std::optional<T> attribute_value(const nlattr* attribute, std::size_t offset = 0) {
  if (mnl_attr_get_payload_len(attribute) < offset + sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, static_cast<const std::byte*>(mnl_attr_get_payload(attribute)) + offset,
              sizeof(T));
  return value;
}

void decode_attribute(const nlattr* attribute, ListenSocket& socket) {
  switch (mnl_attr_get_type(attribute)) {
    case INET_DIAG_SKMEMINFO:
      socket.drops =
          attribute_value<std::uint32_t>(attribute, SK_MEMINFO_DROPS * sizeof(std::uint32_t));
      break;
    case INET_DIAG_CGROUP_ID:
      socket.cgroup_id = attribute_value<std::uint64_t>(attribute).value_or(0);
      break;
    default:
      break;
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

std::optional<ListenSocket> decode_listen_socket(std::span<const std::byte> payload) {
  inet_diag_msg message;
  if (payload.size() < sizeof(message)) return std::nullopt;
  std::memcpy(&message, payload.data(), sizeof(message));
  if (message.idiag_family != AF_INET && message.idiag_family != AF_INET6) return std::nullopt;

  ListenSocket socket;
  socket.local.ipv6 = message.idiag_family == AF_INET6;
  const std::size_t address_bytes = socket.local.ipv6 ? sizeof(in6_addr) : sizeof(in_addr);
  std::memcpy(socket.local.address.data(), message.id.idiag_src, address_bytes);
  socket.local.port = ntohs(message.id.idiag_sport);
  socket.local.interface = message.id.idiag_if;
  socket.cookie = std::uint64_t{message.id.idiag_cookie[1]} << 32U | message.id.idiag_cookie[0];
  socket.queue_length = message.idiag_rqueue;
  socket.queue_limit = message.idiag_wqueue;
  socket.uid = message.idiag_uid;
  socket.inode = message.idiag_inode;

  const std::size_t header = std::min(payload.size(), std::size_t{MNL_ALIGN(sizeof(message))});
  const auto attributes = payload.subspan(header);
  const auto* attribute = reinterpret_cast<const nlattr*>(attributes.data());
  const auto bytes_left = [&] {
    const auto offset = reinterpret_cast<const std::byte*>(attribute) - attributes.data();
    return static_cast<int>(static_cast<std::ptrdiff_t>(attributes.size()) - offset);
  };
  for (; mnl_attr_ok(attribute, bytes_left()); attribute = mnl_attr_next(attribute))
    decode_attribute(attribute, socket);
  return socket;
}

}  // namespace sockq
