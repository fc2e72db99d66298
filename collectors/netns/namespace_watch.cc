#include "collectors/netns/namespace_watch.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include "collectors/netns/namespace_name.h"
#include "collectors/netns/open_namespace.h"

namespace sockq {
namespace {

/// Marks the numbers that are inodes of net/netstat, not of the namespace.
constexpr std::uint64_t kHidden = std::uint64_t{1} << 63;

bool is_refusal(const Error& error) { return error.code == EACCES || error.code == EPERM; }

std::string ns_of(std::uint32_t pid) { return std::to_string(pid) + "/ns/net"; }

}  // namespace

Result<std::unique_ptr<NamespaceWatch>> NamespaceWatch::open(const Env& machine, const ProcFs& root,
                                                             Options options) {
  std::unique_ptr<NamespaceWatch> watch(new NamespaceWatch(machine, root, std::move(options)));
  if (Result<Unit> held = watch->hold_chosen_processes(); !held.ok()) return held.error();
  return watch;
}

NamespaceWatch::NamespaceWatch(const Env& machine, const ProcFs& root, Options options)
    : machine_(machine),
      root_(root),
      options_(std::move(options)),
      thread_(machine.procfs.full_path("thread-self/ns/net")) {
  if (const auto inode = machine.procfs.inode("self/ns/net"); inode.ok())
    own_inode_ = inode.value();
}

Result<Unit> NamespaceWatch::hold_chosen_processes() {
  for (const std::uint32_t pid : options_.choice.pids) {
    Result<OpenNamespace> opened = open_namespace(machine_.procfs.full_path(ns_of(pid)));
    if (!opened.ok()) return opened.error();
    chosen_.insert_or_assign(opened.value().inode, std::move(opened.value().nsfs));
  }
  return Unit{};
}

void NamespaceWatch::scan() {
  totals_ = {};
  error_.reset();
  note_.clear();
  unnamed_now_.clear();
  Result<NamespaceScan> scan = look_around();
  if (!scan.ok()) {
    error_ = scan.error();
    return;
  }
  let_go(scan.value());
  for (const bool named : {true, false})
    for (const Found& found : scan.value().found)
      if (found.second.paths.empty() != named) take_in(found);
  for (const Found& found : scan.value().hidden) take_hidden(found);
  unnamed_.swap(unnamed_now_);
  first_ = false;
  for (const auto& netns : namespaces_)
    ++(netns->access() == NetworkNamespace::Access::counters ? totals_.counters_only
                                                             : totals_.watched);
  if (totals_.counters_only + totals_.not_permitted > 0 && !error_)
    error_ = Error{EPERM, "cannot enter some: of these, the counters are shown at most",
                   "network namespaces", "give sockq the capabilities SYS_ADMIN and SYS_PTRACE"};
  if (totals_.over_max > 0) note_ = "some network namespaces are left out; raise --netns.max";
}

Result<NamespaceScan> NamespaceWatch::look_around() {
  const NamespaceChoice& choice = options_.choice;
  NamespaceScan scan;
  if (choice.all || first_ || !chosen_.empty()) {
    scan_named(root_, scan);
    if (Result<Unit> listed = scan_processes(machine_.procfs, scan); !listed.ok())
      return listed.error();
  }
  const bool own = choice.all || choice.self;
  if (!choice.all) {
    std::erase_if(chosen_, [&](const auto& held) { return !scan.found.contains(held.first); });
    std::erase_if(scan.found, [&](const Found& found) {
      return !chosen_.contains(found.first) && !(own && found.first == own_inode_);
    });
    scan.hidden.clear();
  }
  for (const std::string& path : choice.paths) choose_path(path, scan);
  if (own && own_inode_) scan.found[*own_inode_];
  return scan;
}

void NamespaceWatch::choose_path(const std::string& path, NamespaceScan& scan) {
  const Result<std::uint64_t> inode = root_.inode(path);
  if (!inode.ok()) {
    error_ = Error{inode.error().code, "is no network namespace", "/" + path,
                   "see ip netns; it is watched once it is there"};
    return;
  }
  std::vector<std::string>& paths = scan.found[inode.value()].paths;
  if (std::ranges::find(paths, path) == paths.end()) paths.insert(paths.begin(), path);
}

void NamespaceWatch::let_go(const NamespaceScan& scan) {
  std::erase_if(namespaces_, [&](const std::shared_ptr<NetworkNamespace>& netns) {
    const std::uint64_t number = netns->number();
    if (number == 0) return false;
    return !scan.found.contains(number) &&
           ((number & kHidden) == 0 || !scan.hidden.contains(number & ~kHidden));
  });
}

void NamespaceWatch::take_in(const Found& found) {
  const auto& [inode, netns] = found;
  const std::uint64_t number = inode == own_inode_ ? 0 : inode;
  const auto known = std::ranges::find(namespaces_, number, &NetworkNamespace::number);
  if (known != namespaces_.end()) {
    (*known)->read_by(netns.pid);
    return;
  }
  if (number == 0) {
    add(std::make_shared<NetworkNamespace>(unique_name(inode, netns), machine_));
    return;
  }
  // One that is being made has no name yet: its name is to stay, so wait for it.
  if (given_name(machine_.procfs, netns).empty()) {
    unnamed_now_.insert(inode);
    if (!first_ && !unnamed_.contains(inode)) return;
  }
  if (!has_room()) return;
  if (Result<UniqueFd> nsfs = enter(found); nsfs.ok())
    add(std::make_shared<NetworkNamespace>(unique_name(inode, netns), inode,
                                           std::move(nsfs).value(), thread_, machine_));
  else if (is_refusal(nsfs.error()))
    count_only(inode, netns);
  else if (nsfs.error().code == EINVAL && !options_.choice.all)
    error_ = nsfs.error();
}

void NamespaceWatch::take_hidden(const Found& found) {
  const auto& [netstat_inode, netns] = found;
  const std::uint64_t number = netstat_inode | kHidden;
  const auto known = std::ranges::find(namespaces_, number, &NetworkNamespace::number);
  if (known != namespaces_.end())
    (*known)->read_by(netns.pid);
  else if (has_room())
    add(std::make_shared<NetworkNamespace>(unique_name(0, netns), number, netns.pid, netstat_inode,
                                           machine_));
}

/// A descriptor of it that sockq may enter by: opened inside, for one of a path would keep that
/// from being unmounted. It may be gone since it was found, and its number be another one's.
Result<UniqueFd> NamespaceWatch::enter(const Found& found) {
  const auto& [inode, netns] = found;
  Result<OpenNamespace> opened =
      Error{ENOENT, "is gone", "net:[" + std::to_string(inode) + "]", ""};
  std::vector<std::string> paths;
  for (const std::string& path : netns.paths) paths.push_back(root_.full_path(path));
  if (netns.pid != 0) paths.push_back(machine_.procfs.full_path(ns_of(netns.pid)));
  for (const std::string& path : paths) {
    opened = open_namespace(path);
    if (!opened.ok() || opened.value().inode != inode) continue;
    Result<OpenNamespace> inside = Error{};
    const Result<Unit> visit = thread_.visit(opened.value().nsfs.get(), [&] {
      inside = open_namespace(machine_.procfs.full_path("thread-self/ns/net"));
    });
    if (!visit.ok()) return visit.error();
    if (!inside.ok()) return inside.error();
    return std::move(inside.value().nsfs);
  }
  if (!opened.ok()) return opened.error();
  return Error{ENOENT, "is gone", "net:[" + std::to_string(inode) + "]", ""};
}

void NamespaceWatch::count_only(std::uint64_t inode, const FoundNamespace& netns) {
  const Result<std::uint64_t> netstat =
      machine_.procfs.inode(std::to_string(netns.pid) + "/net/netstat");
  if (netns.pid == 0 || !netstat.ok())
    ++totals_.not_permitted;
  else
    add(std::make_shared<NetworkNamespace>(unique_name(inode, netns), inode, netns.pid,
                                           netstat.value(), machine_));
}

bool NamespaceWatch::has_room() {
  const auto others =
      std::ranges::count_if(namespaces_, [](const auto& netns) { return netns->number() != 0; });
  if (static_cast<std::size_t>(others) < options_.most) return true;
  ++totals_.over_max;
  return false;
}

void NamespaceWatch::add(std::shared_ptr<NetworkNamespace> netns) {
  const auto order = [](const auto& one) { return std::pair(one->number() != 0, one->name()); };
  const auto place = std::ranges::upper_bound(namespaces_, order(netns), {}, order);
  namespaces_.insert(place, std::move(netns));
}

std::string NamespaceWatch::unique_name(std::uint64_t inode, const FoundNamespace& netns) const {
  const std::string number = numbered_name(inode, netns);
  std::string name = given_name(machine_.procfs, netns);
  if (name.empty()) return number;
  const auto namesake = std::ranges::find(namespaces_, name, &NetworkNamespace::name);
  return namesake == namespaces_.end() ? name : name + " " + number;
}

}  // namespace sockq
