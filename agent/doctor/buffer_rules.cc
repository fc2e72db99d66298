#include "agent/doctor/rules.h"
#include "agent/doctor/words.h"

namespace sockq {
namespace {

const ConnectionGroup* connections_of(const Listener& listener) {
  return listener.connections ? &*listener.connections : nullptr;
}

std::string size_words(std::uint64_t bytes) {
  constexpr double kMiB = 1024.0 * 1024.0;
  if (bytes < 10'240) return counted(bytes, "byte");
  if (bytes < 1024 * 1024) return fmt::format("{} KiB", bytes / 1024);
  return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / kMiB);
}

/// Closed connections that the program still holds; those that wait for accept() left out.
std::uint64_t held_closed(const Listener& listener) {
  const std::uint64_t closed = listener.connections->in_state(TcpState::close_wait);
  return closed > listener.queue_length ? closed - listener.queue_length : 0;
}

}  // namespace

std::optional<Complaint> program_does_not_read(const ListenerLooks& listener) {
  const ConnectionGroup* before = connections_of(listener.before);
  const ConnectionGroup* after = connections_of(listener.after);
  if (before == nullptr || after == nullptr) return std::nullopt;
  const std::uint64_t closed = after->receive_windows_closed.value_or(0);
  if (closed == 0 || before->receive_windows_closed.value_or(0) == 0) return std::nullopt;
  if (after->receive_queue == 0 || after->receive_queue < before->receive_queue)
    return std::nullopt;
  Complaint complaint;
  complaint.severity = Severity::warning;
  complaint.title = "its program does not read what clients send";
  complaint.evidence = fmt::format(
      "{} with a closed receive window in both looks, {} not read; receive buffers hold {} of {}",
      counted(closed, "connection"), size_words(after->receive_queue),
      size_words(after->receive_used), size_words(after->receive_limit));
  complaint.why =
      "Its receive buffers are full, so the kernel told the clients to stop sending (zero "
      "window). The network is not the cause";
  complaint.remedy =
      "See what the program does instead of recv(): a slow upstream or disk, a full "
      "queue of its own, a lock. Larger buffers (net.ipv4.tcp_rmem) only delay this";
  return complaint;
}

std::optional<Complaint> peer_does_not_read(const ListenerLooks& listener) {
  const ConnectionGroup* before = connections_of(listener.before);
  const ConnectionGroup* after = connections_of(listener.after);
  if (before == nullptr || after == nullptr) return std::nullopt;
  const std::uint64_t closed = after->send_windows_closed.value_or(0);
  if (closed == 0 || before->send_windows_closed.value_or(0) == 0) return std::nullopt;
  if (after->not_sent == 0 || before->not_sent == 0) return std::nullopt;
  Complaint complaint;
  const bool are_many = closed * 10 >= after->connections();  // a few slow readers are normal
  complaint.severity = are_many ? Severity::warning : Severity::info;
  complaint.title = "clients do not read what it sends";
  complaint.evidence = fmt::format(
      "{} whose client closed its window in both looks, {} not sent; send buffers hold {} of {}",
      counted(closed, "connection"), size_words(after->not_sent), size_words(after->send_used),
      size_words(after->send_limit));
  complaint.why =
      "The clients' receive buffers are full: they read slowly or not at all. A program "
      "that writes with blocking calls, or a worker for each connection, waits with them";
  complaint.remedy =
      "Give the program a send timeout (nginx send_timeout), let it buffer or drop for "
      "slow readers, and put no worker on one connection; net.ipv4.tcp_wmem bounds "
      "the memory, and more of it only delays this";
  return complaint;
}

std::optional<Complaint> program_does_not_close(const ListenerLooks& listener) {
  constexpr std::uint64_t kMany = 32;
  const ConnectionGroup* after = connections_of(listener.after);
  if (after == nullptr || connections_of(listener.before) == nullptr) return std::nullopt;
  const std::uint64_t held = held_closed(listener.after);
  if (held < kMany || held < held_closed(listener.before)) return std::nullopt;
  if (held * 2 < after->connections()) return std::nullopt;
  Complaint complaint;
  complaint.severity = Severity::warning;
  complaint.title = "its program does not close what its clients have closed";
  complaint.evidence = fmt::format("{} of {} in CLOSE_WAIT, and not fewer than {} ago", held,
                                   counted(after->connections(), "connection"),
                                   seconds_words(listener.looks.between));
  complaint.why =
      "The clients are gone; the program has not called close(). It leaks descriptors, or "
      "its workers hang";
  complaint.remedy =
      "Mend the program: after recv() gives 0 it must close(). No sysctl ends CLOSE_WAIT";
  return complaint;
}

}  // namespace sockq
