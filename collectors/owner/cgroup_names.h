#pragma once

#include <string>
#include <string_view>

namespace sockq {

/// Who runs a process, as the path of its control group says; empty where it does not say.
struct CgroupNames {
  std::string unit;       ///< of systemd, and not merely the scope of the container
  std::string container;  ///< its id, 64 hexadecimal digits
  std::string runtime;    ///< docker, containerd, cri-o or podman
  std::string pod_uid;    ///< of Kubernetes, with dashes

  [[nodiscard]] bool operator==(const CgroupNames&) const = default;
};

/// Reads a path such as "/system.slice/nginx.service", as made by systemd (systemd.slice(5)), by
/// the container runtimes and by Kubernetes, each with its cgroupfs and its systemd driver. Where
/// one is inside another, the innermost counts. Pure.
[[nodiscard]] CgroupNames parse_cgroup_names(std::string_view path);

}  // namespace sockq
