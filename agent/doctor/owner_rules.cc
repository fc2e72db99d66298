#include <algorithm>
#include <vector>

#include "agent/doctor/rules.h"
#include "agent/doctor/words.h"

namespace sockq {
namespace {

/// A process in both looks.
struct ProcessLooks {
  const ProcessActivity& before;
  const ProcessActivity& after;
};

const OwnerActivity* activity_of(const Listener& listener) {
  return listener.owner ? listener.owner->activity.get() : nullptr;
}

bool is_stopped(const ProcessActivity& process) {
  return process.state == 'T' || process.state == 't';
}

/// Nothing where the two looks are one, as when the agent has not looked again yet.
std::vector<ProcessLooks> processes_in_both(const ListenerLooks& listener) {
  std::vector<ProcessLooks> both;
  const OwnerActivity* before = activity_of(listener.before);
  const OwnerActivity* after = activity_of(listener.after);
  if (before == nullptr || after == nullptr || after->at <= before->at) return both;
  for (const ProcessActivity& process : after->processes)
    for (const ProcessActivity& earlier : before->processes)
      if (earlier.pid == process.pid && earlier.begin == process.begin)
        both.push_back({earlier, process});
  return both;
}

double processors_used(const ListenerLooks& listener, const ProcessLooks& process) {
  const auto between = activity_of(listener.after)->at - activity_of(listener.before)->at;
  return to_seconds(process.after.cpu - process.before.cpu) / to_seconds(between);
}

std::string pids_of(const std::vector<std::uint32_t>& pids) {
  constexpr std::size_t kMost = 8;
  std::string words = pids.size() == 1 ? "pid" : "pids";
  for (const std::uint32_t pid : std::span(pids).first(std::min(pids.size(), kMost)))
    words += fmt::format(" {}", pid);
  return pids.size() > kMost ? words + " ..." : words;
}

std::string part_of(std::size_t some, std::size_t all) {
  if (all == 1) return "its process";
  return some == all ? fmt::format("all {} of its processes", all)
                     : fmt::format("{} of its {} processes", some, all);
}

}  // namespace

std::optional<Complaint> owner_stopped(const ListenerLooks& listener) {
  std::vector<std::uint32_t> stopped;
  std::vector<ProcessLooks> both = processes_in_both(listener);
  for (const ProcessLooks& process : both)
    if (is_stopped(process.before) && is_stopped(process.after))
      stopped.push_back(process.after.pid);
  if (stopped.empty()) return std::nullopt;
  Complaint complaint;
  const bool hurts = stopped.size() == both.size() || listener.after.queue_length > 0;
  complaint.severity = hurts ? Severity::critical : Severity::warning;
  complaint.title = stopped.size() == both.size() ? "its program is stopped (state T)"
                                                  : "some of its workers are stopped (state T)";
  complaint.evidence = fmt::format("{} ({}); {}", part_of(stopped.size(), both.size()),
                                   pids_of(stopped), queue_words(listener.after));
  complaint.why =
      "A signal (SIGSTOP, SIGTSTP, a debugger, a frozen job) stopped it: it does not run, "
      "so it cannot accept. It is not too slow";
  complaint.remedy = fmt::format(
      "kill -CONT {}, and find out who stopped it; a longer queue would "
      "not help",
      stopped.front());
  return complaint;
}

std::optional<Complaint> owner_stuck(const ListenerLooks& listener) {
  if (listener.after.queue_length == 0) return std::nullopt;
  std::vector<std::uint32_t> stuck;
  std::vector<ProcessLooks> both = processes_in_both(listener);
  for (const ProcessLooks& process : both)
    if (process.before.state == 'D' && process.after.state == 'D' &&
        process.before.cpu == process.after.cpu)
      stuck.push_back(process.after.pid);
  if (stuck.empty()) return std::nullopt;
  Complaint complaint;
  complaint.severity = Severity::critical;
  complaint.title = "its program is stuck in the kernel (state D)";
  complaint.evidence =
      fmt::format("{} ({}), without processor time between the looks; {}",
                  part_of(stuck.size(), both.size()), pids_of(stuck), queue_words(listener.after));
  complaint.why =
      "It waits for a disk, a network file system or a lock of the kernel, and cannot "
      "accept meanwhile. It is not too slow";
  complaint.remedy = fmt::format(
      "See what it waits for: cat /proc/{}/stack and wchan, dmesg, the health of its disks and NFS "
      "servers; a longer queue would not help",
      stuck.front());
  return complaint;
}

std::optional<Complaint> owner_throttled(const ListenerLooks& listener) {
  constexpr double kOften = 0.25;     // of the periods in which it wanted to run
  constexpr std::uint64_t kSome = 3;  // throttled ones; a start alone may take one
  const OwnerActivity* before = activity_of(listener.before);
  const OwnerActivity* after = activity_of(listener.after);
  if (before == nullptr || after == nullptr || !before->quota || !after->quota) return std::nullopt;
  const CpuQuota& first = *before->quota;
  const CpuQuota& last = *after->quota;
  if (last.periods <= first.periods || last.throttled <= first.throttled) return std::nullopt;
  const std::uint64_t periods = last.periods - first.periods;
  const std::uint64_t throttled = last.throttled - first.throttled;
  if (throttled < kSome || static_cast<double>(throttled) < kOften * static_cast<double>(periods))
    return std::nullopt;
  Complaint complaint;
  complaint.severity = listener.hurts_clients() ? Severity::critical : Severity::warning;
  complaint.title = "its control group's CPU limit stops its program again and again";
  complaint.evidence = fmt::format("{} of {} periods throttled in {}, for {} in all", throttled,
                                   periods, seconds_words(after->at - before->at),
                                   seconds_words(last.throttled_time - first.throttled_time));
  if (last.processors > 0)
    complaint.evidence += fmt::format("; the limit is {:.2f} processors", last.processors);
  complaint.evidence +=
      fmt::format(" (control group {}); {}", last.cgroup, queue_words(listener.after));
  complaint.why =
      "Once its share of a period (100 ms by default) is used up, it does not run until "
      "the next one, and its queues fill";
  complaint.remedy =
      "Raise the limit (Kubernetes resources.limits.cpu, docker --cpus, systemd CPUQuota=, "
      "cpu.max), "
      "or run no more threads than it allows; a longer queue only lasts for one period";
  return complaint;
}

std::optional<Complaint> owner_busy(const ListenerLooks& listener) {
  constexpr double kWhole = 0.9;
  constexpr std::chrono::milliseconds kNoticeable{200};
  const Listener& after = listener.after;
  const bool waits =
      after.queue_length > 0 && after.oldest_wait && *after.oldest_wait >= kNoticeable;
  if (!waits && !listener.hurts_clients()) return std::nullopt;
  std::vector<std::uint32_t> busy;
  double most = 0;
  const std::vector<ProcessLooks> both = processes_in_both(listener);
  for (const ProcessLooks& process : both) {
    const double used = processors_used(listener, process);
    if (used >= kWhole) busy.push_back(process.after.pid);
    most = std::max(most, used);
  }
  if (busy.empty()) return std::nullopt;
  Complaint complaint;
  complaint.severity = listener.hurts_clients() ? Severity::critical : Severity::warning;
  complaint.title = "its program is at the end of its processor time";
  complaint.evidence =
      fmt::format("{} ({}) used a whole processor, at most {:.2f}; {}",
                  part_of(busy.size(), both.size()), pids_of(busy), most, queue_words(after));
  complaint.why =
      "It runs all the time and is still too slow: with one thread for all work, one "
      "processor is all it can use";
  complaint.remedy =
      "More worker processes or threads, or less work for each request (profile it: perf top -p "
      "PID); a longer queue would only make clients wait longer";
  return complaint;
}

}  // namespace sockq
