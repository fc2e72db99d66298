#include "agent/doctor/rules.h"
#include "agent/doctor/words.h"

namespace sockq {
namespace {

bool is_lopsided(const Listener& listener) {
  constexpr std::uint32_t kFew = 4;
  const QueueSpread& spread = listener.spread;
  return listener.sockets > 1 && spread.longest >= kFew &&
         std::uint64_t{spread.longest} * 2 >= spread.smallest_limit &&
         std::uint64_t{spread.shortest} * 10 <= spread.longest;
}

}  // namespace

std::optional<Complaint> sockets_imbalanced(const ListenerLooks& listener) {
  const Listener& after = listener.after;
  if (!is_lopsided(listener.before) || !is_lopsided(after)) return std::nullopt;
  Complaint complaint;
  const bool refuses = after.full || listener.overflows() > 0;
  complaint.severity = refuses ? Severity::critical : Severity::warning;
  complaint.title = fmt::format("one of its {} sockets is loaded, another idle", after.sockets);
  complaint.evidence =
      fmt::format("the longest queue holds {}, the shortest {}; each may hold {}",
                  after.spread.longest, after.spread.shortest, after.spread.smallest_limit);
  if (listener.overflows() > 0)
    complaint.evidence += "; " + rate_words(listener.looks, listener.overflows(), "refusal");
  complaint.why =
      "SO_REUSEPORT spreads clients by a hash of their addresses, not by load, and a client of a "
      "stuck worker stays in that worker's queue while others have nothing to do";
  complaint.remedy =
      "Find the worker that holds the long queue (ss -ltnp): it hangs or is busy. To share one "
      "queue "
      "among all workers, listen without SO_REUSEPORT (nginx: no 'reuseport'); to let a closing "
      "worker hand over its queue, sysctl -w net.ipv4.tcp_migrate_req=1";
  return complaint;
}

std::optional<Complaint> limits_differ(const ListenerLooks& listener) {
  const Listener& after = listener.after;
  const QueueSpread& spread = after.spread;
  if (after.sockets < 2 || spread.smallest_limit == spread.largest_limit) return std::nullopt;
  Complaint complaint;
  complaint.severity = Severity::warning;
  complaint.title = "the sockets of this address have different limits";
  complaint.evidence = fmt::format("{} sockets, limits from {} to {}", after.sockets,
                                   spread.smallest_limit, spread.largest_limit);
  complaint.why =
      "They called listen() with different backlogs, or net.core.somaxconn was changed between: "
      "those with the small limit refuse while others have room";
  complaint.remedy =
      "Let all of them listen again with one backlog: restart the program that owns "
      "them, or both programs if two versions run side by side";
  return complaint;
}

}  // namespace sockq
