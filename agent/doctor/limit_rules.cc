#include <algorithm>
#include <array>

#include "agent/doctor/programs.h"
#include "agent/doctor/rules.h"
#include "agent/doctor/words.h"

namespace sockq {
namespace {

/// somaxconn's default before Linux 5.4 and since (include/linux/socket.h).
constexpr std::array<std::int64_t, 2> kSomaxconnDefaults{128, 4096};

/// Libraries that ask for so little unless told otherwise; what each is checked against is in the
/// table of programs and in README.md.
std::string_view libraries_of(std::uint32_t limit) {
  switch (limit) {
    case 5:
      return "Python's socketserver and http.server";
    case 50:
      return "Java's ServerSocket";
    case 100:
      return "uWSGI, Tomcat and Python's asyncio";
    case 128:
      return "OpenSSH, and whatever follows the somaxconn of Linux before 5.4";
    case 511:
      return "nginx, Apache, Redis and Node.js";
    default:
      return {};
  }
}

/// What this listener's program asks for, as far as somaxconn lets it; 0 where that is not known.
std::int64_t expected_limit(const Program& program, std::int64_t somaxconn) {
  if (program.follows_somaxconn) return somaxconn;
  return program.asks ? std::min<std::int64_t>(*program.asks, somaxconn) : 0;
}

/// A limit that is none of these is rather what the program was told to ask for.
bool may_have_been_somaxconn(const NamespaceView& before, std::int64_t limit) {
  return std::ranges::find(kSomaxconnDefaults, limit) != kSomaxconnDefaults.end() ||
         before.values[kernel_value_row("sysctl_net_core_somaxconn")] == limit;
}

}  // namespace

std::optional<Complaint> clamped_by_somaxconn(const ListenerLooks& listener) {
  const Listener& after = listener.after;
  const auto somaxconn = listener.looks.value("sysctl_net_core_somaxconn");
  const Program* program = program_of(after.owner.get());
  if (!somaxconn || program == nullptr || !program->asks || after.sockets == 0) return std::nullopt;
  if (after.spread.largest_limit != *somaxconn || *program->asks <= *somaxconn) return std::nullopt;
  Complaint complaint;
  complaint.severity = listener.under_pressure() ? Severity::warning : Severity::info;
  complaint.title = "net.core.somaxconn cuts its queue short";
  complaint.evidence =
      fmt::format("limit {} = net.core.somaxconn; {} asks for {} unless told otherwise; peak {}",
                  after.spread.largest_limit, program->name, *program->asks, listener.peak());
  complaint.why =
      "The limit is the smaller of the backlog and net.core.somaxconn at the moment of "
      "listen(), and nothing says so";
  complaint.remedy = how_to_raise_somaxconn(after.owner.get());
  return complaint;
}

std::optional<Complaint> listens_with_old_limit(const ListenerLooks& listener) {
  const Listener& after = listener.after;
  const auto now = listener.looks.value("sysctl_net_core_somaxconn");
  const Program* program = program_of(after.owner.get());
  if (!now || program == nullptr || after.sockets == 0) return std::nullopt;
  const std::int64_t limit = after.spread.smallest_limit;
  if (limit >= expected_limit(*program, *now)) return std::nullopt;
  if (!may_have_been_somaxconn(listener.looks.before, limit)) return std::nullopt;
  Complaint complaint;
  complaint.severity = listener.under_pressure() ? Severity::warning : Severity::info;
  complaint.title = "it still listens with an old limit";
  complaint.evidence = fmt::format(
      "limit {}, though net.core.somaxconn is {} now and {} asks for {} unless told otherwise",
      limit, *now, program->name,
      program->asks ? std::to_string(*program->asks) : "as much as there may be");
  complaint.why = fmt::format(
      "Raising net.core.somaxconn changes nothing for a socket that listens already: this one "
      "called "
      "listen() while it was {}. Or its configuration asks for {}",
      limit, limit);
  complaint.remedy = how_to_listen_again(after.owner.get());
  return complaint;
}

std::optional<Complaint> small_default_backlog(const ListenerLooks& listener) {
  const Listener& after = listener.after;
  const std::uint32_t limit = after.spread.smallest_limit;
  const Program* program = program_of(after.owner.get());
  const bool is_programs = program != nullptr && program->asks == limit && limit <= 511;
  const std::string_view libraries = libraries_of(limit);
  if (!listener.under_pressure() || (!is_programs && libraries.empty())) return std::nullopt;
  Complaint complaint;
  complaint.severity = listener.overflows() > 0 ? Severity::warning : Severity::info;
  complaint.title = fmt::format("its queue is as short as a library's default: {}", limit);
  complaint.evidence = fmt::format("limit {}, peak {}; it is the default of {}", limit,
                                   listener.peak(), is_programs ? program->name : libraries);
  complaint.why =
      "Nobody chose this limit for this server: a burst of more clients is refused even "
      "if it is served in no time";
  complaint.remedy = how_to_raise_backlog(after.owner.get());
  return complaint;
}

std::optional<Complaint> more_workers_than_queue(const ListenerLooks& listener) {
  const Listener& after = listener.after;
  if (!after.owner || !listener.under_pressure()) return std::nullopt;
  const std::uint64_t workers = after.owner->processes;
  if (workers < 4 || workers <= after.queue_limit) return std::nullopt;
  Complaint complaint;
  complaint.severity = Severity::info;
  complaint.title = "it has more workers than places in its queue";
  complaint.evidence =
      fmt::format("{} processes hold it, the limit is {}", workers, after.queue_limit);
  complaint.why =
      "While all workers are in a request for a moment, fewer clients may wait than could "
      "be served next";
  complaint.remedy = how_to_raise_backlog(after.owner.get());
  return complaint;
}

}  // namespace sockq
