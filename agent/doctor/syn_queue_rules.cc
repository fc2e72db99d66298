#include "agent/doctor/rules.h"
#include "agent/doctor/words.h"

namespace sockq {
namespace {

std::uint64_t half_open(const Listener& listener) {
  return listener.connections ? listener.connections->in_state(TcpState::syn_recv) : 0;
}

/// The listener with the most half-open connections; null where none is known to have any.
const Listener* most_half_open(const TwoLooks& looks) {
  const Listener* most = nullptr;
  if (!looks.after.listeners) return most;
  for (const Listener& listener : *looks.after.listeners)
    if (half_open(listener) > (most == nullptr ? 0 : half_open(*most))) most = &listener;
  return most;
}

std::string half_open_words(const Listener* listener) {
  if (listener == nullptr) return {};
  return fmt::format("; {} half open, its limit is {}", counted(half_open(*listener), "connection"),
                     listener->queue_limit);
}

constexpr const char* kFlood =
    "A SYN flood, or many clients whose last packet does not arrive (one-way routes, firewalls)";

}  // namespace

std::optional<Complaint> syn_queue_full(const TwoLooks& looks) {
  const std::uint64_t drops = looks.rise("syn_queue_full_drops_total").value_or(0);
  if (drops == 0) return std::nullopt;
  Complaint complaint;
  complaint.listener = most_half_open(looks);
  complaint.severity = Severity::critical;
  complaint.title = "its SYN queue is full, and SYN cookies are off: it refuses all clients";
  complaint.evidence =
      rate_words(looks, drops, "SYN") + " dropped" + half_open_words(complaint.listener);
  complaint.why = fmt::format(
      "{} fill the queue of half-open connections, which may be as long as the "
      "accept queue's limit",
      kFlood);
  complaint.remedy =
      "sysctl -w net.ipv4.tcp_syncookies=1 (counts at once); for slow networks rather "
      "than a flood, a larger backlog too";
  return complaint;
}

std::optional<Complaint> syncookies_active(const TwoLooks& looks) {
  constexpr std::int64_t kWhenFull = 1;  // 2 is always, full or not
  if (looks.value("sysctl_net_ipv4_tcp_syncookies") != kWhenFull) return std::nullopt;
  const std::uint64_t cookies = looks.rise("syn_queue_full_cookies_total").value_or(0);
  if (cookies == 0) return std::nullopt;
  Complaint complaint;
  complaint.listener = most_half_open(looks);
  complaint.severity = Severity::warning;
  complaint.title = "its SYN queue is full, SYN cookies keep it open";
  complaint.evidence = rate_words(looks, cookies, "SYN") + " answered with a cookie" +
                       half_open_words(complaint.listener);
  if (const auto received = looks.rise("syncookies_received_total"))
    complaint.evidence += fmt::format("; {} valid cookies came back", *received);
  complaint.why = fmt::format(
      "{}. Few cookies that come back mean a flood; many, that the queue is too short. Connections "
      "by "
      "cookie lose window scaling and SACK where the client sends no timestamps",
      kFlood);
  complaint.remedy =
      "Against a flood: filter it upstream. For real clients: a larger backlog and "
      "net.core.somaxconn, which bound this queue too, and a restart";
  return complaint;
}

std::optional<Complaint> syns_dropped(const TwoLooks& looks) {
  const auto drops = looks.rise("listen_drops_total");
  const auto overflows = looks.rise("listen_overflows_total");
  if (!drops || !overflows) return std::nullopt;
  const std::uint64_t explained = *overflows + looks.rise("syn_queue_full_drops_total").value_or(0);
  if (*drops <= explained) return std::nullopt;
  Complaint complaint;
  complaint.severity = Severity::warning;
  complaint.title = "listeners drop SYNs though no queue is full";
  complaint.evidence = rate_words(looks, *drops - explained, "SYN") +
                       fmt::format(" (ListenDrops {}, of them {} overflows)", *drops, *overflows);
  const bool memory = looks.rise("memory_pressures_total").value_or(0) > 0;
  complaint.why =
      memory
          ? "TCP memory is short"
          : "No memory for the request, no route back to the client, a filter on the socket, or, "
            "without SYN cookies, three quarters of net.ipv4.tcp_max_syn_backlog in use "
            "(tcp_conn_request, net/ipv4/tcp_input.c)";
  complaint.remedy =
      "Look at dmesg and at dropwatch or the trace point skb:kfree_skb for the place; "
      "set net.ipv4.tcp_syncookies=1, or raise net.ipv4.tcp_max_syn_backlog";
  return complaint;
}

}  // namespace sockq
