#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collectors/listener_name.h"

namespace sockq {

/// What one process has done up to a look (proc_pid_stat(5)).
struct ProcessActivity {
  std::uint32_t pid = 0;
  char state = '?';                  ///< of its first thread: R, S, D, T ...
  std::chrono::milliseconds cpu{0};  ///< processor time of all its threads since it began
  std::uint32_t threads = 0;
  std::uint64_t begin = 0;  ///< when it began; tells it from a later one with its pid

  [[nodiscard]] bool operator==(const ProcessActivity&) const = default;
};

/// What a limit on processor time did to a control group since that began (cpu.stat, in version 1
/// and 2 of cgroups(7)).
struct CpuQuota {
  std::string cgroup;           ///< that has the limit: the process's own, or one above it
  double processors = 0;        ///< how many it may use; 0 where that could not be read
  std::uint64_t periods = 0;    ///< in which it wanted to run
  std::uint64_t throttled = 0;  ///< those of them in which it was stopped
  std::chrono::microseconds throttled_time{0};

  [[nodiscard]] bool operator==(const CpuQuota&) const = default;
};

/// What the processes of an owner have done up to a look.
struct OwnerActivity {
  std::chrono::steady_clock::time_point at{};
  std::vector<ProcessActivity> processes;  ///< those that could be read, by pid
  std::optional<CpuQuota> quota;           ///< absent where there is no limit

  [[nodiscard]] bool operator==(const OwnerActivity&) const = default;
};

/// Whose a listener is. What is not known is empty or 0. All text is of any bytes.
struct Owner {
  std::string process = {};  ///< its name (comm), where several hold the listener the telling one's
  std::string executable = {};  ///< the whole path
  std::uint32_t pid = 0;        ///< of the process that was named
  std::uint32_t processes = 0;  ///< that hold a socket of the listener
  /// The lowest pids of those, without managers of sockets where others hold it too.
  std::vector<std::uint32_t> workers = {};
  std::string cgroup = {};     ///< the path of its control group
  std::string unit = {};       ///< of systemd
  std::string container = {};  ///< its whole id
  std::string runtime = {};    ///< docker, containerd, cri-o or podman
  std::string pod_uid = {};
  std::string pod = {};  ///< the name that was given, and its namespace
  std::string pod_namespace = {};
  std::shared_ptr<const OwnerActivity> activity = {};  ///< null where it was not looked at

  [[nodiscard]] bool operator==(const Owner&) const = default;
};

/// The name under which a listener's owner is kept: that of the TCP listener that carries one of
/// MPTCP, its own otherwise.
[[nodiscard]] inline ListenerName carrier_of(ListenerName name) {
  if (name.protocol == Protocol::mptcp) name.protocol = Protocol::tcp;
  return name;
}

/// What is known of each listener's owner, by carrier_of(); immutable once it is shown to others.
using Owners = std::map<ListenerName, std::shared_ptr<const Owner>>;

/// A listening socket whose owner is to be found. Its inode is its own in all network namespaces
/// (sock_alloc, net/socket.c).
struct OwnedSocket {
  ListenerName listener;  ///< carrier_of() it
  std::uint32_t inode = 0;
  std::uint64_t cgroup_id = 0;  ///< 0 where the kernel does not say
  std::uint64_t netns = 0;      ///< the number of its network namespace; 0 is sockq's own
};

}  // namespace sockq
