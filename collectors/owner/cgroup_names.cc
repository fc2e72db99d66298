#include "collectors/owner/cgroup_names.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sockq {
namespace {

constexpr std::size_t kContainerId = 64;

constexpr std::array<std::string_view, 6> kUnitSuffixes = {".service", ".scope", ".socket",
                                                           ".mount",   ".swap",  ".timer"};

/// What stands before a container's id, and whose it is. Those of conmon, which only watches over a
/// container of podman or CRI-O, are not here.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kRuntimes = {{
    {"docker", "docker"},
    {"cri-containerd", "containerd"},
    {"containerd", "containerd"},
    {"nerdctl", "containerd"},
    {"crio", "cri-o"},
    {"libpod", "podman"},
    {"libpod-payload", "podman"},
}};

/// A container that a unit runs itself (podman run --cgroups=split, Quadlet).
constexpr std::string_view kInItsUnit = "libpod-payload-";

std::string_view runtime_of(std::string_view word) {
  for (const auto& [prefix, runtime] : kRuntimes)
    if (word == prefix) return runtime;
  return {};
}

bool cut_suffix(std::string_view& text, std::string_view suffix) {
  if (!text.ends_with(suffix)) return false;
  text.remove_suffix(suffix.size());
  return true;
}

bool is_hex(std::string_view text) {
  return std::ranges::all_of(text, [](char letter) {
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f');
  });
}

/// A component is an id alone below the runtime's own group, "docker-ID.scope", or, where the
/// runtime and Kubernetes use different drivers, "SLICE:cri-containerd:ID".
bool take_container(std::string_view component, std::string_view parent, CgroupNames& names) {
  cut_suffix(component, ".scope");
  if (component.size() < kContainerId) return false;
  const std::string_view id = component.substr(component.size() - kContainerId);
  if (!is_hex(id)) return false;
  component.remove_suffix(kContainerId);
  std::string_view runtime = runtime_of(parent);
  if (!component.empty()) {
    const char separator = component.back();
    component.remove_suffix(1);
    if (separator == ':') component = component.substr(component.rfind(':') + 1);
    runtime = runtime_of(component);
    if (runtime.empty() || (separator != '-' && separator != ':')) return false;
  } else if (parent == "libpod_parent") {
    return false;  // a pod of podman's own
  }
  names.container = id;
  names.runtime = runtime;
  return true;
}

bool is_uid(std::string_view text) {
  constexpr std::size_t kMirrorPod = 32;  // a static pod's: the hash of its file
  constexpr std::array<std::size_t, 4> kDashes = {23, 18, 13, 8};
  if (text.size() == kMirrorPod) return is_hex(text);
  if (text.size() != 36) return false;
  std::string digits(text);
  for (const std::size_t dash : kDashes) {
    if (digits[dash] != '-') return false;
    digits.erase(dash, 1);
  }
  return is_hex(digits);
}

/// "podUID" (cgroupfs driver), or "kubepods-burstable-podUID.slice" with the dashes of the uid as
/// underscores (systemd driver; pkg/kubelet/cm/cgroup_manager_linux.go).
void take_pod(std::string_view component, CgroupNames& names) {
  component = component.substr(0, component.find(':'));
  cut_suffix(component, ".slice");
  const std::size_t at = component.rfind("pod");
  if (at == std::string_view::npos || (at != 0 && component[at - 1] != '-')) return;
  std::string uid(component.substr(at + 3));
  std::ranges::replace(uid, '_', '-');
  if (is_uid(uid)) names.pod_uid = std::move(uid);
}

/// systemd puts a '_' before a name that would otherwise mean something else to the kernel
/// (cg_escape, src/basic/cgroup-util.c).
void take_unit(std::string_view component, CgroupNames& names) {
  const bool is_unit = std::ranges::any_of(kUnitSuffixes, [component](std::string_view suffix) {
    return component.size() > suffix.size() && component.ends_with(suffix);
  });
  if (!is_unit) return;
  if (component.starts_with('_')) component.remove_prefix(1);
  names.unit = component;
}

}  // namespace

CgroupNames parse_cgroup_names(std::string_view path) {
  CgroupNames names;
  std::string_view parent;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string_view component = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    take_pod(component, names);
    if (!take_container(component, parent, names))
      take_unit(component, names);
    else if (!component.starts_with(kInItsUnit))
      names.unit.clear();  // it runs the runtime
    parent = component;
  }
  return names;
}

}  // namespace sockq
