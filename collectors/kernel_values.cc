#include "collectors/kernel_values.h"

#include <algorithm>
#include <iterator>

namespace sockq {
namespace {

constexpr KernelValue tcp_ext(std::string_view key, std::string_view metric,
                              std::string_view help) {
  return {Source::netstat, "TcpExt", key, metric, "", Kind::counter, Scale::one, help};
}

constexpr KernelValue tcp(std::string_view key, std::string_view metric, Kind kind,
                          std::string_view help) {
  return {Source::snmp, "Tcp", key, metric, "", kind, Scale::one, help};
}

constexpr KernelValue sockets(std::string_view group, std::string_view key, std::string_view metric,
                              std::string_view family, std::string_view help) {
  return {Source::sockstat, group, key, metric, family, Kind::gauge, Scale::one, help};
}

constexpr KernelValue sysctl(std::string_view path, std::string_view word, std::string_view metric,
                             std::string_view help) {
  return {Source::sysctl, path, word, metric, "", Kind::gauge, Scale::one, help};
}

// The columns are named in net/ipv4/proc.c and counted where each HELP says.
constexpr KernelValue kTable[] = {
    tcp_ext("ListenOverflows", "listen_overflows_total",
            "Times a full accept queue refused a connection, retries included "
            "(TcpExt ListenOverflows, net/ipv4/tcp_input.c, tcp_ipv4.c)."),
    tcp_ext("ListenDrops", "listen_drops_total",
            "SYNs and handshakes that listeners dropped for any reason, overflows included "
            "(TcpExt ListenDrops, net/ipv4/tcp_input.c, tcp_ipv4.c)."),
    tcp_ext("TCPReqQFullDrop", "syn_queue_full_drops_total",
            "SYNs dropped by a full SYN queue without SYN cookies "
            "(TcpExt TCPReqQFullDrop, net/ipv4/tcp_input.c)."),
    tcp_ext("TCPReqQFullDoCookies", "syn_queue_full_cookies_total",
            "SYNs that met a full SYN queue and were answered with a SYN cookie "
            "(TcpExt TCPReqQFullDoCookies, net/ipv4/tcp_input.c)."),
    tcp_ext("SyncookiesSent", "syncookies_sent_total",
            "SYN cookies sent (TcpExt SyncookiesSent, net/ipv4/syncookies.c)."),
    tcp_ext("SyncookiesRecv", "syncookies_received_total",
            "Valid SYN cookies that came back (TcpExt SyncookiesRecv, net/ipv4/syncookies.c)."),
    tcp_ext("SyncookiesFailed", "syncookies_failed_total",
            "Invalid SYN cookies that came back (TcpExt SyncookiesFailed, "
            "net/ipv4/syncookies.c)."),
    tcp_ext("EmbryonicRsts", "syn_queue_resets_total",
            "Connections reset while in the SYN queue (TcpExt EmbryonicRsts, "
            "net/ipv4/tcp_minisocks.c)."),
    tcp_ext("TCPDeferAcceptDrop", "defer_accept_drops_total",
            "Bare ACKs ignored by listeners with TCP_DEFER_ACCEPT; nothing is lost "
            "(TcpExt TCPDeferAcceptDrop, net/ipv4/tcp_minisocks.c)."),
    tcp_ext("TCPFastOpenListenOverflow", "fast_open_overflows_total",
            "SYNs with Fast Open data refused because too many are pending "
            "(TcpExt TCPFastOpenListenOverflow, net/ipv4/tcp_fastopen.c)."),
    tcp_ext("TCPMigrateReqSuccess", "migrated_requests_total",
            "Waiting connections moved to another SO_REUSEPORT listener when theirs closed "
            "(TcpExt TCPMigrateReqSuccess, net/ipv4/inet_connection_sock.c)."),
    tcp_ext("TCPMigrateReqFailure", "migrated_requests_failed_total",
            "Waiting connections that could not be moved to another SO_REUSEPORT listener "
            "(TcpExt TCPMigrateReqFailure, net/ipv4/inet_connection_sock.c)."),
    tcp_ext("PruneCalled", "receive_queue_prunes_total",
            "Times a full receive buffer had to be pruned (TcpExt PruneCalled, "
            "net/ipv4/tcp_input.c)."),
    tcp_ext("RcvPruned", "receive_queue_pruned_packets_total",
            "Packets dropped because pruning freed too little of a receive buffer "
            "(TcpExt RcvPruned, net/ipv4/tcp_input.c)."),
    tcp_ext("OfoPruned", "out_of_order_queue_prunes_total",
            "Times the out-of-order queue was pruned for room "
            "(TcpExt OfoPruned, net/ipv4/tcp_input.c)."),
    tcp_ext("TCPRcvCollapsed", "receive_queue_collapsed_packets_total",
            "Packets merged in a receive queue to save memory (TcpExt TCPRcvCollapsed, "
            "net/ipv4/tcp_input.c)."),
    tcp_ext("TCPRcvQDrop", "receive_queue_drops_total",
            "Packets dropped because a receive queue was full (TcpExt TCPRcvQDrop, "
            "net/ipv4/tcp_input.c)."),
    tcp_ext("TCPBacklogDrop", "socket_backlog_drops_total",
            "Packets dropped because the backlog of a busy socket was full; this is not the listen "
            "backlog (TcpExt TCPBacklogDrop, net/ipv4/tcp_ipv4.c)."),
    tcp_ext("TCPZeroWindowDrop", "zero_window_drops_total",
            "Packets dropped because the receive window was zero (TcpExt TCPZeroWindowDrop, "
            "net/ipv4/tcp_input.c)."),
    tcp_ext("TCPToZeroWindowAdv", "zero_window_entered_total",
            "Times a receive window went down to zero: the program does not read "
            "(TcpExt TCPToZeroWindowAdv, net/ipv4/tcp_output.c)."),
    tcp_ext("TCPFromZeroWindowAdv", "zero_window_left_total",
            "Times a receive window opened again (TcpExt TCPFromZeroWindowAdv, "
            "net/ipv4/tcp_output.c)."),
    tcp_ext("TCPWqueueTooBig", "send_queue_too_big_total",
            "Times a send queue passed its limit and could not be split "
            "(TcpExt TCPWqueueTooBig, net/ipv4/tcp_output.c)."),
    tcp_ext("TCPAbortOnMemory", "memory_aborts_total",
            "Connections aborted for want of TCP memory (TcpExt TCPAbortOnMemory, "
            "net/ipv4/tcp_timer.c)."),
    tcp_ext("TCPMemoryPressures", "memory_pressures_total",
            "Times TCP memory entered pressure (TcpExt TCPMemoryPressures, net/ipv4/tcp.c)."),
    {Source::netstat, "TcpExt", "TCPMemoryPressuresChrono", "memory_pressure_seconds_total", "",
     Kind::counter, Scale::milliseconds,
     "Time TCP memory was under pressure (TcpExt TCPMemoryPressuresChrono, net/ipv4/tcp.c)."},
    tcp_ext("TCPSynRetrans", "syn_retransmits_total",
            "SYNs and SYN-ACKs sent again (TcpExt TCPSynRetrans, net/ipv4/tcp_output.c)."),
    {Source::netstat, "IpExt", "InCEPkts", "congestion_marked_packets_total", "", Kind::counter,
     Scale::one,
     "Packets received with the mark of a congested router queue (IpExt InCEPkts, "
     "include/net/inet_ecn.h)."},

    tcp("ActiveOpens", "tcp_active_opens_total", Kind::counter,
        "Connections this namespace began (Tcp ActiveOpens, net/ipv4/tcp_output.c)."),
    tcp("PassiveOpens", "tcp_passive_opens_total", Kind::counter,
        "Connections that listeners completed (Tcp PassiveOpens, net/ipv4/tcp_minisocks.c)."),
    tcp("AttemptFails", "tcp_attempt_fails_total", Kind::counter,
        "Handshakes that failed (Tcp AttemptFails, net/ipv4/tcp.c, tcp_minisocks.c)."),
    tcp("EstabResets", "tcp_established_resets_total", Kind::counter,
        "Established connections that were reset (Tcp EstabResets, net/ipv4/tcp.c)."),
    tcp("CurrEstab", "tcp_established_connections", Kind::gauge,
        "Connections in ESTABLISHED or CLOSE_WAIT (Tcp CurrEstab, net/ipv4/tcp.c)."),
    tcp("InSegs", "tcp_received_segments_total", Kind::counter,
        "Segments received (Tcp InSegs, net/ipv4/tcp_ipv4.c)."),
    tcp("OutSegs", "tcp_sent_segments_total", Kind::counter,
        "Segments sent, retransmitted ones left out (Tcp OutSegs, net/ipv4/tcp_output.c)."),
    tcp("RetransSegs", "tcp_retransmitted_segments_total", Kind::counter,
        "Segments sent again (Tcp RetransSegs, net/ipv4/tcp_output.c)."),
    tcp("InErrs", "tcp_receive_errors_total", Kind::counter,
        "Segments received in error (Tcp InErrs, net/ipv4/tcp_ipv4.c)."),
    tcp("OutRsts", "tcp_sent_resets_total", Kind::counter,
        "Resets sent (Tcp OutRsts, net/ipv4/tcp_output.c)."),

    sockets("TCP", "inuse", "tcp_sockets_in_use", "ipv4",
            "TCP sockets of this namespace (/proc/net/sockstat and sockstat6, inuse)."),
    sockets("TCP6", "inuse", "tcp_sockets_in_use", "ipv6",
            "TCP sockets of this namespace (/proc/net/sockstat and sockstat6, inuse)."),
    sockets("TCP", "orphan", "tcp_sockets_orphaned", "",
            "TCP sockets that no process holds any more (/proc/net/sockstat, orphan)."),
    sockets("TCP", "tw", "tcp_sockets_time_wait", "",
            "TCP sockets in TIME_WAIT (/proc/net/sockstat, tw)."),
    sockets("TCP", "alloc", "tcp_sockets_allocated", "",
            "TCP sockets of the whole host (/proc/net/sockstat, alloc)."),
    {Source::sockstat, "TCP", "mem", "tcp_memory_bytes", "", Kind::gauge, Scale::pages,
     "Memory in TCP buffers of the whole host (/proc/net/sockstat, mem)."},

    sysctl("net/core/somaxconn", "0", "sysctl_net_core_somaxconn",
           "Upper bound on a listener's accept queue, applied when listen() is called "
           "(net.core.somaxconn, net/ipv4/af_inet.c)."),
    sysctl("net/ipv4/tcp_max_syn_backlog", "0", "sysctl_net_ipv4_tcp_max_syn_backlog",
           "Bound on the SYN queue where SYN cookies are off (net.ipv4.tcp_max_syn_backlog)."),
    sysctl("net/ipv4/tcp_abort_on_overflow", "0", "sysctl_net_ipv4_tcp_abort_on_overflow",
           "1: a full accept queue resets clients; 0: it leaves them waiting "
           "(net.ipv4.tcp_abort_on_overflow)."),
    sysctl("net/ipv4/tcp_syncookies", "0", "sysctl_net_ipv4_tcp_syncookies",
           "0: no SYN cookies; 1: when the SYN queue is full; 2: always "
           "(net.ipv4.tcp_syncookies)."),
    sysctl("net/ipv4/tcp_synack_retries", "0", "sysctl_net_ipv4_tcp_synack_retries",
           "Times a SYN-ACK is sent again (net.ipv4.tcp_synack_retries)."),
    sysctl("net/ipv4/tcp_syn_retries", "0", "sysctl_net_ipv4_tcp_syn_retries",
           "Times a client sends its SYN again (net.ipv4.tcp_syn_retries)."),
    sysctl("net/ipv4/tcp_migrate_req", "0", "sysctl_net_ipv4_tcp_migrate_req",
           "1: a closing SO_REUSEPORT listener hands its queue to another "
           "(net.ipv4.tcp_migrate_req)."),
    sysctl("net/ipv4/tcp_moderate_rcvbuf", "0", "sysctl_net_ipv4_tcp_moderate_rcvbuf",
           "1: receive buffers grow by themselves (net.ipv4.tcp_moderate_rcvbuf)."),
    sysctl("net/ipv4/tcp_rmem", "0", "sysctl_net_ipv4_tcp_rmem_min_bytes",
           "Smallest receive buffer (net.ipv4.tcp_rmem, first word)."),
    sysctl("net/ipv4/tcp_rmem", "1", "sysctl_net_ipv4_tcp_rmem_default_bytes",
           "Receive buffer of a new socket (net.ipv4.tcp_rmem, second word)."),
    sysctl("net/ipv4/tcp_rmem", "2", "sysctl_net_ipv4_tcp_rmem_max_bytes",
           "Largest receive buffer that grows by itself (net.ipv4.tcp_rmem, third word)."),
    sysctl("net/ipv4/tcp_wmem", "0", "sysctl_net_ipv4_tcp_wmem_min_bytes",
           "Smallest send buffer (net.ipv4.tcp_wmem, first word)."),
    sysctl("net/ipv4/tcp_wmem", "1", "sysctl_net_ipv4_tcp_wmem_default_bytes",
           "Send buffer of a new socket (net.ipv4.tcp_wmem, second word)."),
    sysctl("net/ipv4/tcp_wmem", "2", "sysctl_net_ipv4_tcp_wmem_max_bytes",
           "Largest send buffer that grows by itself (net.ipv4.tcp_wmem, third word)."),
    {Source::sysctl, "net/ipv4/tcp_mem", "0", "sysctl_net_ipv4_tcp_mem_low_bytes", "", Kind::gauge,
     Scale::pages, "TCP memory of the host below which none is held back (net.ipv4.tcp_mem)."},
    {Source::sysctl, "net/ipv4/tcp_mem", "1", "sysctl_net_ipv4_tcp_mem_pressure_bytes", "",
     Kind::gauge, Scale::pages,
     "TCP memory of the host at which buffers begin to shrink (net.ipv4.tcp_mem)."},
    {Source::sysctl, "net/ipv4/tcp_mem", "2", "sysctl_net_ipv4_tcp_mem_max_bytes", "", Kind::gauge,
     Scale::pages, "Most memory the host gives to TCP (net.ipv4.tcp_mem)."},
    sysctl("net/core/rmem_max", "0", "sysctl_net_core_rmem_max_bytes",
           "Most a program can ask for with SO_RCVBUF (net.core.rmem_max)."),
    sysctl("net/core/wmem_max", "0", "sysctl_net_core_wmem_max_bytes",
           "Most a program can ask for with SO_SNDBUF (net.core.wmem_max)."),
    sysctl("net/core/netdev_max_backlog", "0", "sysctl_net_core_netdev_max_backlog",
           "Packets that may wait for a processor before TCP sees them "
           "(net.core.netdev_max_backlog)."),
};

static_assert(std::size(kTable) <= kMaxKernelValues);

}  // namespace

std::span<const KernelValue> kernel_value_table() { return kTable; }

std::optional<std::size_t> find_kernel_value(Source source, std::string_view group,
                                             std::string_view key) {
  const auto* const row = std::ranges::find_if(kTable, [&](const KernelValue& value) {
    return value.source == source && value.key == key && value.group == group;
  });
  if (row == std::end(kTable)) return std::nullopt;
  return static_cast<std::size_t>(row - std::begin(kTable));
}

std::size_t kernel_value_row(std::string_view metric) {
  const auto* const row = std::ranges::find(kTable, metric, &KernelValue::metric);
  return static_cast<std::size_t>(row - std::begin(kTable));
}

}  // namespace sockq
