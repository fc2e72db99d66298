#include "collectors/netns/namespace_scan.h"

#include <algorithm>
#include <cerrno>

#include "collectors/base/text.h"
#include "collectors/netns/namespace_choice.h"

namespace sockq {
namespace {

void live_in(FoundNamespace& netns, std::uint32_t pid) {
  netns.pid = netns.pid == 0 ? pid : std::min(netns.pid, pid);
}

bool is_refusal(const Error& error) { return error.code == EACCES || error.code == EPERM; }

/// The namespaces that are known by another process, or are sockq's own, are no hidden ones.
void forget_known(const ProcFs& procfs, NamespaceScan& scan) {
  if (scan.hidden.empty()) return;
  if (const auto own = procfs.inode("self/net/netstat"); own.ok()) scan.hidden.erase(own.value());
  for (const auto& [inode, netns] : scan.found) {
    if (netns.pid == 0) continue;
    const auto netstat = procfs.inode(std::to_string(netns.pid) + "/net/netstat");
    if (netstat.ok()) scan.hidden.erase(netstat.value());
  }
}

}  // namespace

void scan_named(const ProcFs& root, NamespaceScan& scan) {
  Result<std::vector<std::string>> names = root.list(kNamedNamespaces);
  if (!names.ok()) return;  // nobody ever named one
  std::ranges::sort(names.value());
  for (const std::string& name : names.value()) {
    std::string path = std::string(kNamedNamespaces) + "/" + name;
    const Result<std::uint64_t> inode = root.inode(path);
    if (inode.ok()) scan.found[inode.value()].paths.push_back(std::move(path));
  }
}

Result<Unit> scan_processes(const ProcFs& procfs, NamespaceScan& scan) {
  const Result<std::vector<Directory>> processes = procfs.directories("");
  if (!processes.ok()) return processes.error();
  for (const Directory& directory : processes.value()) {
    const auto pid = parse_number<std::uint32_t>(directory.name);
    if (!pid) continue;
    const Result<std::uint64_t> inode = procfs.inode(directory.name + "/ns/net");
    if (inode.ok()) {
      live_in(scan.found[inode.value()], *pid);
      continue;
    }
    if (!is_refusal(inode.error())) continue;
    const Result<std::uint64_t> netstat = procfs.inode(directory.name + "/net/netstat");
    if (netstat.ok()) live_in(scan.hidden[netstat.value()], *pid);
  }
  forget_known(procfs, scan);
  return Unit{};
}

}  // namespace sockq
