#include "agent/doctor/rules.h"
#include "agent/doctor/words.h"
#include "collectors/base_unit.h"

namespace sockq {
namespace {

double mebibytes(std::int64_t pages) { return in_base_unit(pages, Scale::pages) / (1024 * 1024); }

}  // namespace

std::optional<Complaint> memory_pressure(const TwoLooks& looks) {
  const auto used = looks.value("tcp_memory_bytes");
  const auto pressure = looks.value("sysctl_net_ipv4_tcp_mem_pressure_bytes");
  const std::uint64_t entered = looks.rise("memory_pressures_total").value_or(0);
  const std::uint64_t aborted = looks.rise("memory_aborts_total").value_or(0);
  const bool above = used && pressure && *used >= *pressure;
  if (!above && entered == 0 && aborted == 0) return std::nullopt;
  Complaint complaint;
  complaint.severity = aborted > 0 ? Severity::critical : Severity::warning;
  complaint.title = "TCP memory of the host is short";
  complaint.evidence = fmt::format("{} aborted for want of memory, pressure entered {} times",
                                   counted(aborted, "connection"), entered);
  if (used && pressure)
    complaint.evidence += fmt::format("; {:.0f} MiB in use, pressure begins at {:.0f} MiB",
                                      mebibytes(*used), mebibytes(*pressure));
  complaint.why =
      "All TCP buffers of the host together reached net.ipv4.tcp_mem: the kernel shrinks "
      "windows and drops segments of every connection";
  complaint.remedy =
      "Find who holds it (sockq list --connections), then fewer or smaller buffers "
      "(net.ipv4.tcp_rmem, tcp_wmem), or raise net.ipv4.tcp_mem; it counts at once";
  return complaint;
}

std::optional<Complaint> receive_queues_pruned(const TwoLooks& looks) {
  const std::uint64_t pruned = looks.rise("receive_queue_pruned_packets_total").value_or(0);
  const std::uint64_t dropped = looks.rise("receive_queue_drops_total").value_or(0);
  if (pruned + dropped == 0) return std::nullopt;
  Complaint complaint;
  complaint.severity = Severity::warning;
  complaint.title = "packets are dropped for full receive buffers";
  complaint.evidence = rate_words(looks, pruned + dropped, "packet");
  complaint.why =
      "Some program reads too slowly and its receive buffer had no room left; the peer "
      "must send those packets again";
  complaint.remedy =
      "See who it is with sockq list --connections; let it read faster, or give it a "
      "larger buffer (SO_RCVBUF up to net.core.rmem_max, net.ipv4.tcp_rmem)";
  return complaint;
}

std::optional<Complaint> receive_queues_collapsed(const TwoLooks& looks) {
  const std::uint64_t collapsed = looks.rise("receive_queue_collapsed_packets_total").value_or(0);
  if (collapsed == 0) return std::nullopt;
  Complaint complaint;
  complaint.severity = Severity::info;
  complaint.title = "receive queues are collapsed to save memory";
  complaint.evidence = rate_words(looks, collapsed, "packet");
  complaint.why =
      "Many small packets wait to be read and the receive buffer ran out: the kernel copies "
      "them together, which takes processor time and comes as latency";
  complaint.remedy = "Let the program read sooner, or raise net.ipv4.tcp_rmem (third word)";
  return complaint;
}

std::optional<Complaint> socket_backlogs_full(const TwoLooks& looks) {
  const std::uint64_t drops = looks.rise("socket_backlog_drops_total").value_or(0);
  if (drops == 0) return std::nullopt;
  Complaint complaint;
  complaint.severity = Severity::warning;
  complaint.title = "packets are dropped while a program holds their socket";
  complaint.evidence = rate_words(looks, drops, "packet");
  complaint.why =
      "Packets that arrive while the program is in a call on the same socket wait in its "
      "backlog (not the listen backlog), which is bounded by its buffers";
  complaint.remedy =
      "Larger receive buffers (net.ipv4.tcp_rmem), or shorter calls on that socket; "
      "sockq_listener_socket_backlog_bytes shows where";
  return complaint;
}

}  // namespace sockq
