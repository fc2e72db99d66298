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

/// In them a connection can wait for accept().
constexpr std::uint32_t kWaiting = 1U << static_cast<unsigned>(TcpState::established) |
                                   1U << static_cast<unsigned>(TcpState::close_wait);

constexpr const char* kModule = "tcp_diag";

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
  endpoint.device.index = message.id.idiag_if;
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

void decode_memory(const Attribute& skmem, Connection& connection) {
  connection.receive_buffer = buffer_fill(skmem, SK_MEMINFO_RMEM_ALLOC, SK_MEMINFO_RCVBUF);
  // What is queued, not what is on its way to the device (ss shows it as w).
  connection.send_buffer = buffer_fill(skmem, SK_MEMINFO_WMEM_QUEUED, SK_MEMINFO_SNDBUF);
  connection.socket_backlog = memory_number(skmem, SK_MEMINFO_BACKLOG).value_or(0);
  connection.counters.drops = memory_number(skmem, SK_MEMINFO_DROPS).value_or(0);
}

void decode_info(const Attribute& info, Connection& connection) {
  // Linux 6.2 put the window after what the headers of 6.1 know of struct tcp_info.
  constexpr std::size_t kReceiveWindow = offsetof(tcp_info, tcpi_snd_wnd) + sizeof(__u32);
  using std::chrono::microseconds;
  connection.timeouts = info.at<std::uint8_t>(offsetof(tcp_info, tcpi_retransmits)).value_or(0);
  connection.not_sent = info.at<std::uint32_t>(offsetof(tcp_info, tcpi_notsent_bytes)).value_or(0);
  connection.receive_window = info.at<std::uint32_t>(kReceiveWindow);
  connection.send_window = info.at<std::uint32_t>(offsetof(tcp_info, tcpi_snd_wnd));
  if (const auto ago = info.at<std::uint32_t>(offsetof(tcp_info, tcpi_last_data_sent)))
    connection.last_data_sent = std::chrono::milliseconds(*ago);
  ConnectionCounters& counters = connection.counters;
  counters.retransmitted =
      info.at<std::uint32_t>(offsetof(tcp_info, tcpi_total_retrans)).value_or(0);
  counters.receive_window_limited =
      microseconds(info.at<std::int64_t>(offsetof(tcp_info, tcpi_rwnd_limited)).value_or(0));
  counters.send_buffer_limited =
      microseconds(info.at<std::int64_t>(offsetof(tcp_info, tcpi_sndbuf_limited)).value_or(0));
}

void decode_attribute(const Attribute& attribute, Connection& connection) {
  if (attribute.type == INET_DIAG_SKMEMINFO)
    decode_memory(attribute, connection);
  else if (attribute.type == INET_DIAG_INFO)
    decode_info(attribute, connection);
}

/// A program for the kernel that keeps sockets with one of these local ports: for each a test and,
/// where it holds, a jump to the end. To jump 4 bytes past the end refuses
/// (inet_diag_bc_run, net/ipv4/inet_diag.c).
std::vector<inet_diag_bc_op> port_filter(std::span<const std::uint16_t> ports) {
  constexpr std::size_t kOp = sizeof(inet_diag_bc_op);
  constexpr std::size_t kAlternative = 3 * kOp;
  std::vector<inet_diag_bc_op> program;
  std::size_t left = ports.size() * kAlternative;
  for (const std::uint16_t port : ports) {
    const std::size_t refused = left == kAlternative ? left + kOp : kAlternative;
    program.push_back({INET_DIAG_BC_S_EQ, 2 * kOp, static_cast<std::uint16_t>(refused)});
    program.push_back({0, 0, port});
    program.push_back({INET_DIAG_BC_JMP, kOp, static_cast<std::uint16_t>(left - 2 * kOp)});
    left -= kAlternative;
  }
  return program;
}

void append_attribute(std::vector<std::byte>& bytes, std::uint16_t type,
                      std::span<const std::byte> value) {
  const nlattr header{static_cast<std::uint16_t>(sizeof(nlattr) + value.size()), type};
  const auto header_bytes = std::as_bytes(std::span(&header, 1));
  bytes.insert(bytes.end(), header_bytes.begin(), header_bytes.end());
  bytes.insert(bytes.end(), value.begin(), value.end());
}

}  // namespace

DiagRequest listen_request() {
  inet_diag_req request{};
  request.idiag_family = AF_UNSPEC;
  request.idiag_ext = kWithSkmem;
  request.idiag_states = kListenOnly;
  return as_request(TCPDIAG_GETSOCK, request, kModule);
}

DiagRequest listen_request(int family) {
  inet_diag_req_v2 request{};
  request.sdiag_family = static_cast<std::uint8_t>(family);
  request.sdiag_protocol = IPPROTO_TCP;
  request.idiag_ext = kWithSkmem;
  request.idiag_states = kListenOnly;
  return as_request(SOCK_DIAG_BY_FAMILY, request, kModule);
}

DiagRequest mptcp_listen_request(int family) {
  inet_diag_req_v2 request{};
  request.sdiag_family = static_cast<std::uint8_t>(family);
  // The number of MPTCP does not fit here: an attribute has it, and kernels that do not know the
  // attribute shall not take this for TCP.
  request.sdiag_protocol = IPPROTO_RAW;
  request.idiag_states = kListenOnly;
  DiagRequest whole = as_request(SOCK_DIAG_BY_FAMILY, request, kModule);
  constexpr std::uint32_t kProtocol = 262;  // IPPROTO_MPTCP, linux/in.h
  const nlattr header{.nla_len = sizeof(nlattr) + sizeof(kProtocol),
                      .nla_type = INET_DIAG_REQ_PROTOCOL};
  for (const auto& part :
       {std::as_bytes(std::span(&header, 1)), std::as_bytes(std::span(&kProtocol, 1))})
    whole.bytes.insert(whole.bytes.end(), part.begin(), part.end());
  return whole;
}

DiagRequest sweep_request() {
  inet_diag_req request{};
  request.idiag_family = AF_UNSPEC;
  request.idiag_ext = kWithSkmem | kWithInfo;
  request.idiag_states = kSwept;
  return as_request(TCPDIAG_GETSOCK, request, kModule);
}

DiagRequest waiting_request(std::span<const std::uint16_t> ports) {
  inet_diag_req request{};
  request.idiag_family = AF_UNSPEC;
  request.idiag_ext = kWithInfo;
  request.idiag_states = kWaiting;
  DiagRequest whole = as_request(TCPDIAG_GETSOCK, request, kModule);
  if (ports.size() > kMostPorts) return whole;
  const std::vector<inet_diag_bc_op> program = port_filter(ports);
  append_attribute(whole.bytes, INET_DIAG_REQ_BYTECODE, std::as_bytes(std::span(program)));
  return whole;
}

bool decode_listen_socket(std::span<const std::byte> payload, ListenSocket& socket) {
  const auto message = read_message(payload);
  if (!message) return false;
  socket.local = read_endpoint(*message, message->id.idiag_src, message->id.idiag_sport);
  socket.cookie = cookie_of(message->id.idiag_cookie);
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
  connection.cookie = cookie_of(message->id.idiag_cookie);
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
