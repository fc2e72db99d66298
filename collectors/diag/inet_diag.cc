#include "collectors/diag/inet_diag.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <cstring>
#include <optional>

namespace sockq {
namespace {

constexpr std::uint8_t kWithSkmem = 1U << (INET_DIAG_SKMEMINFO - 1);
constexpr std::uint32_t kListenOnly = 1U << TCP_LISTEN;

template <class Request>
DiagRequest as_request(std::uint16_t type, const Request& request) {
  const auto bytes = std::as_bytes(std::span(&request, 1));
  return {type, {bytes.begin(), bytes.end()}};
}

struct Attribute {
  std::uint16_t type = 0;
  std::span<const std::byte> value;
};

/// Cuts the next attribute (linux/netlink.h) off the front of `bytes`; nothing at the end, or where
/// a length makes no sense.
std::optional<Attribute> next_attribute(std::span<const std::byte>& bytes) {
  nlattr header;
  if (bytes.size() < sizeof(header)) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.nla_len < sizeof(header) || header.nla_len > bytes.size()) return std::nullopt;
  const Attribute attribute{static_cast<std::uint16_t>(header.nla_type & NLA_TYPE_MASK),
                            bytes.subspan(sizeof(header), header.nla_len - sizeof(header))};
  bytes = bytes.subspan(std::min(bytes.size(), std::size_t{NLA_ALIGN(header.nla_len)}));
  return attribute;
}

/// Copies what stands at `offset` of an attribute, where that is long enough.
template <class T>
std::optional<T> value_at(const Attribute& attribute, std::size_t offset) {
  if (attribute.value.size() < offset + sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, attribute.value.data() + offset, sizeof(T));
  return value;
}

void decode_attribute(const Attribute& attribute, ListenSocket& socket) {
  constexpr std::size_t kDropsAt = SK_MEMINFO_DROPS * sizeof(std::uint32_t);
  if (attribute.type == INET_DIAG_SKMEMINFO)
    socket.drops = value_at<std::uint32_t>(attribute, kDropsAt);
  else if (attribute.type == INET_DIAG_CGROUP_ID)
    socket.cgroup_id = value_at<std::uint64_t>(attribute, 0).value_or(0);
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

bool decode_listen_socket(std::span<const std::byte> payload, ListenSocket& socket) {
  inet_diag_msg message;
  if (payload.size() < sizeof(message)) return false;
  std::memcpy(&message, payload.data(), sizeof(message));
  if (message.idiag_family != AF_INET && message.idiag_family != AF_INET6) return false;

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

  auto attributes = payload.subspan(std::min(payload.size(), NLMSG_ALIGN(sizeof(message))));
  while (const auto attribute = next_attribute(attributes)) decode_attribute(*attribute, socket);
  return true;
}

}  // namespace sockq
