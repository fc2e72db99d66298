#include "agent/doctor/little.h"
#include "agent/doctor/programs.h"
#include "agent/doctor/rules.h"
#include "agent/doctor/words.h"

namespace sockq {
namespace {

constexpr const char* kHidesSlowness =
    "A longer queue would only make clients wait longer, for the program is slower than they come";

bool oldest_waits_too_long(const Listener& listener) {
  return listener.queue_length > 0 && listener.oldest_wait && *listener.oldest_wait >= kTooLong;
}

/// Between the looks the oldest one got older by as much time as went by: it is the same one, and
/// as the queue is first in, first out, nobody was accepted.
bool nobody_was_accepted(const ListenerLooks& listener) {
  constexpr double kSlack = 0.7;  // the ages may be up to a second old
  const Listener& before = listener.before;
  const Listener& after = listener.after;
  if (before.queue_length == 0 || !before.oldest_wait || before.oldest_wait->count() == 0)
    return false;
  if (after.sockets > 1 && after.spread.shortest == 0) return false;
  return *after.oldest_wait - *before.oldest_wait >= listener.looks.between * kSlack;
}

std::string faster(const Owner* owner) {
  return owner != nullptr && owner->processes > 1
             ? "give it more workers or make its work for each connection shorter"
             : "let more than one process or thread accept and work, or make the work for each "
               "connection shorter";
}

std::string refusals(const ListenerLooks& listener) {
  return rate_words(listener.looks, listener.overflows(), "refusal") + ", retries counted again";
}

/// What a refused client sees (tcp_conn_request, tcp_check_req).
std::string seen_by_clients(const TwoLooks& looks) {
  return looks.value("sysctl_net_ipv4_tcp_abort_on_overflow").value_or(0) != 0
             ? "clients are reset (net.ipv4.tcp_abort_on_overflow is on)"
             : "the kernel drops what they send, and they try again after 1, 3 and 7 seconds";
}

}  // namespace

std::optional<Complaint> not_accepting(const ListenerLooks& listener) {
  const Listener& after = listener.after;
  if (!oldest_waits_too_long(after) || listener.looks.between.count() == 0) return std::nullopt;
  if (!nobody_was_accepted(listener)) return std::nullopt;
  Complaint complaint;
  complaint.severity = Severity::critical;
  complaint.title = "accepts no connection at all";
  complaint.evidence = queue_words(after) + fmt::format("; {} ago the same one was the oldest",
                                                        seconds_words(listener.looks.between));
  if (listener.overflows() > 0) complaint.evidence += "; " + refusals(listener);
  complaint.why =
      "The program does not call accept(): it hangs, waits for something else, or its only thread "
      "is in one long request. It is not the kernel that refuses";
  complaint.remedy =
      "See what it waits for (cat /proc/PID/stack, gdb -p PID, py-spy dump, jstack). " +
      std::string("A longer queue would not help");
  return complaint;
}

std::optional<Complaint> accepts_too_slowly(const ListenerLooks& listener) {
  const Listener& after = listener.after;
  const auto little = littles_law(after);
  if (!little || !oldest_waits_too_long(after)) return std::nullopt;
  Complaint complaint;
  const bool refuses = listener.overflows() > 0 || after.full;
  complaint.severity = refuses ? Severity::critical : Severity::warning;
  complaint.title = "accepts more slowly than clients come";
  complaint.evidence = queue_words(after) + "; " + little_words(listener, *little);
  if (listener.overflows() > 0) complaint.evidence += "; " + refusals(listener);
  complaint.why = fmt::format(
      "Wait = length / service rate: behind a full queue a client waits {:.1f} s before the "
      "program even sees it",
      little->seconds_if_full);
  complaint.remedy = fmt::format("{}: {}", kHidesSlowness, faster(after.owner.get()));
  return complaint;
}

std::optional<Complaint> queue_overflows(const ListenerLooks& listener) {
  if (listener.overflows() == 0) return std::nullopt;
  const Listener& after = listener.after;
  const TwoLooks& looks = listener.looks;
  const bool slow = oldest_waits_too_long(after);
  Complaint complaint;
  complaint.severity = Severity::critical;
  complaint.title = "refuses clients: its accept queue overflows";
  complaint.evidence =
      refusals(listener) + "; " + queue_words(after) + fmt::format("; peak {}", listener.peak());
  complaint.why =
      "More clients came at once than the queue holds (limit + 1) while the program did "
      "not accept; " +
      seen_by_clients(looks);
  if (slow) {
    complaint.remedy = fmt::format("{}: {}", kHidesSlowness, faster(after.owner.get()));
    return complaint;
  }
  complaint.remedy = "If these are bursts, a longer queue takes them up: " +
                     how_to_raise_backlog(after.owner.get());
  if (looks.value("sysctl_net_core_somaxconn") == after.spread.largest_limit)
    complaint.remedy += ". First " + how_to_raise_somaxconn(after.owner.get());
  return complaint;
}

std::optional<Complaint> queue_is_full(const ListenerLooks& listener) {
  const Listener& after = listener.after;
  if (!after.full) return std::nullopt;
  Complaint complaint;
  complaint.severity = Severity::critical;
  complaint.title = "its accept queue is full: it refuses the next client";
  complaint.evidence = queue_words(after);
  const bool is_unix = after.protocol == Protocol::unix_socket;
  complaint.why =
      is_unix ? "A client of a full unix socket blocks in connect(), or gets EAGAIN where it does "
                "not block: nginx answers 502 and logs 'Resource temporarily unavailable'"
              : "It is full at limit + 1; of what comes now " + seen_by_clients(listener.looks);
  complaint.remedy =
      faster(after.owner.get()) + "; for bursts only, " + how_to_raise_backlog(after.owner.get());
  return complaint;
}

std::optional<Complaint> queue_nearly_full(const ListenerLooks& listener) {
  constexpr std::uint64_t kFew = 4;  // a queue of one or two is full at once and means nothing
  const std::uint64_t peak = listener.peak();
  if (peak < kFew || peak * 10 < listener.capacity() * 8) return std::nullopt;
  const Listener& after = listener.after;
  Complaint complaint;
  complaint.severity = Severity::warning;
  complaint.title = "its accept queue was nearly full";
  complaint.evidence = fmt::format("peak {} of {} ({}%); now {}", peak, after.queue_limit,
                                   peak * 100 / listener.capacity(), queue_words(after));
  complaint.why = "The next larger burst will be refused";
  complaint.remedy = how_to_raise_backlog(after.owner.get());
  return complaint;
}

std::optional<Complaint> abort_on_overflow(const TwoLooks& looks) {
  if (looks.value("sysctl_net_ipv4_tcp_abort_on_overflow").value_or(0) == 0) return std::nullopt;
  const std::uint64_t overflows = looks.rise("listen_overflows_total").value_or(0);
  Complaint complaint;
  complaint.severity = overflows > 0 ? Severity::warning : Severity::info;
  complaint.title = "net.ipv4.tcp_abort_on_overflow is on: a burst resets clients";
  complaint.evidence = fmt::format("net.ipv4.tcp_abort_on_overflow = 1; {}",
                                   rate_words(looks, overflows, "overflow"));
  complaint.why =
      "With 0 a client whose last packet met a full queue is let in by its retry, when the burst "
      "is "
      "over; with 1 it fails at once with 'connection reset'";
  complaint.remedy =
      "sysctl -w net.ipv4.tcp_abort_on_overflow=0, unless clients are to fail fast on purpose; it "
      "counts at once";
  return complaint;
}

}  // namespace sockq
