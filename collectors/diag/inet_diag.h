#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "collectors/connection.h"
#include "collectors/diag/diag_request.h"
#include "collectors/listener.h"

namespace sockq {

/// All TCP sockets in LISTEN, IPv4 and IPv6 in one walk: the old TCPDIAG_GETSOCK, whose dump knows
/// no family (inet_diag_dump_compat, net/ipv4/inet_diag.c). With skmem.
[[nodiscard]] DiagRequest listen_request();

/// The same for one family, AF_INET or AF_INET6, for kernels that refuse the old type.
[[nodiscard]] DiagRequest listen_request(int family);

/// All MPTCP sockets in LISTEN of one family, AF_INET or AF_INET6: the kernel knows no request for
/// both here. Since Linux 5.19; ENOENT where it has no MPTCP (net/mptcp/mptcp_diag.c).
[[nodiscard]] DiagRequest mptcp_listen_request(int family);

/// One message of such a dump: inet_diag_msg and its attributes, which differ by kernel. False
/// where the bytes are too short or the family is not IP; then `socket`, which must be fresh, is
/// not to be used. Copies, and checks every length.
[[nodiscard]] bool decode_listen_socket(std::span<const std::byte> payload, ListenSocket& socket);

/// All TCP sockets of both families, but for those in TIME_WAIT and CLOSE: first the listeners,
/// then the rest (inet_diag_dump_icsk, net/ipv4/inet_diag.c). With skmem and tcp_info.
[[nodiscard]] DiagRequest sweep_request();

/// The most ports that waiting_request() lets the kernel choose by.
inline constexpr std::size_t kMostPorts = 64;

/// TCP sockets of both families in ESTABLISHED or CLOSE_WAIT with one of these local ports, of any
/// port where there are more than kMostPorts. With tcp_info.
[[nodiscard]] DiagRequest waiting_request(std::span<const std::uint16_t> ports);

/// One message of these dumps about a socket that does not listen; as decode_listen_socket.
[[nodiscard]] bool decode_connection(std::span<const std::byte> payload, Connection& connection);

}  // namespace sockq
