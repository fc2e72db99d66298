#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "collectors/listener_name.h"

namespace sockq {

/// Whose a listener is. What is not known is empty or 0. All text is of any bytes.
struct Owner {
  std::string process = {};  ///< its name (comm), where several hold the listener the telling one's
  std::string executable = {};  ///< the whole path
  std::uint32_t pid = 0;        ///< of the process that was named
  std::uint32_t processes = 0;  ///< that hold a socket of the listener
  std::string cgroup = {};      ///< the path of its control group
  std::string unit = {};        ///< of systemd
  std::string container = {};   ///< its whole id
  std::string runtime = {};     ///< docker, containerd, cri-o or podman
  std::string pod_uid = {};
  std::string pod = {};  ///< the name that was given, and its namespace
  std::string pod_namespace = {};

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
