#include "collectors/owner/owner_book.h"

#include <algorithm>
#include <map>
#include <utility>

#include "collectors/owner/describe_owner.h"
#include "collectors/owner/name_holder.h"

namespace sockq {
namespace {

constexpr std::chrono::seconds kFirstPause{5};
constexpr std::chrono::minutes kLongestPause{5};
constexpr std::chrono::minutes kLongestManagedPause{1};

/// Of one socket, so many holders are checked in a look.
constexpr std::size_t kChecked = 8;

/// Every so many looks, all holders of a socket are checked, whatever else they hold.
constexpr std::uint64_t kThorough = 8;

bool still_holds(const ProcFs& procfs, const Holder& holder) {
  const Result<std::string> target =
      procfs.link(std::to_string(holder.pid) + "/fd/" + std::to_string(holder.fd));
  return target.ok() && target.value() == "socket:[" + std::to_string(holder.inode) + "]";
}

}  // namespace

Result<Unit> OwnerBook::look(const Env& env, std::span<const OwnedSocket> sockets, TimePoint now) {
  const TimePoint deadline = env.clock.steady() + options_.walk_time;
  meet(sockets);
  check_holders(env.procfs);
  Result<Unit> outcome = walk(env, now, deadline);
  find_cgroups(env, now, deadline);
  if (!changed_.empty()) describe_changed(env.procfs);
  return outcome;
}

std::string_view OwnerBook::note() const {
  const bool lacks_some = std::ranges::any_of(sockets_, [](const auto& entry) {
    return entry.second.holders.empty() && entry.second.pause.count() > 0;
  });
  if (!lacks_some) return {};
  return refused_
             ? "the processes of some listeners are not known: other users' do not show their "
               "sockets; give sockq the capabilities SYS_PTRACE and DAC_READ_SEARCH"
             : "the processes of some listeners are not known: no process to be seen here holds "
               "them; they may be in another PID namespace, which sockq would have to share";
}

void OwnerBook::meet(std::span<const OwnedSocket> sockets) {
  ++look_;
  for (const OwnedSocket& listening : sockets) {
    const Place place{listening.netns, listening.listener};
    auto known = sockets_.find(listening.inode);
    if (known != sockets_.end() && known->second.listener != place) {
      changed_.insert(known->second.listener);
      sockets_.erase(known);
      known = sockets_.end();
    }
    if (known == sockets_.end()) {
      if (sockets_.size() >= kMostSockets) continue;
      known = sockets_.try_emplace(listening.inode).first;
      known->second.listener = place;
      known->second.cgroup_id = listening.cgroup_id;
      changed_.insert(place);
    }
    known->second.seen = look_;
  }
  std::erase_if(sockets_, [this](const auto& entry) {
    const bool gone = entry.second.seen != look_;
    if (gone) changed_.insert(entry.second.listener);
    return gone;
  });
}

/// A process that holds several sockets is checked by one of them in most looks.
void OwnerBook::check_holders(const ProcFs& procfs) {
  std::set<std::uint32_t> well;
  for (auto& [inode, socket] : sockets_) {
    const bool thoroughly = (look_ + inode) % kThorough == 0;
    const auto checked = socket.holders.begin() +
                         static_cast<std::ptrdiff_t>(std::min(socket.holders.size(), kChecked));
    const auto end = std::remove_if(socket.holders.begin(), checked, [&](const Holder& holder) {
      if (!thoroughly && well.contains(holder.pid)) return false;
      if (!still_holds(procfs, holder)) return true;
      well.insert(holder.pid);
      return false;
    });
    if (end == checked) continue;
    socket.holders.erase(end, checked);
    socket.walks = 0;
    changed_.insert(socket.listener);
  }
}

Result<Unit> OwnerBook::walk(const Env& env, TimePoint now, TimePoint deadline) {
  if (!walk_.running()) {
    bool due = false;
    std::vector<std::uint32_t> wanted;
    for (const auto& [inode, socket] : sockets_) {
      if (!socket.wants_walk()) continue;
      wanted.push_back(inode);
      due = due || socket.may_walk(now);
    }
    if (!due) return Unit{};
    if (Result<Unit> begun = walk_.begin(env.procfs, std::move(wanted)); !begun.ok()) return begun;
  }
  if (walk_.go_on(env, deadline)) take_walk(now);
  return Unit{};
}

void OwnerBook::take_walk(TimePoint now) {
  refused_ = walk_.refused();
  for (const std::uint32_t inode : walk_.wanted()) {
    const auto known = sockets_.find(inode);
    if (known == sockets_.end()) continue;
    const auto first = std::ranges::lower_bound(walk_.holders(), inode, {}, &Holder::inode);
    const auto end = std::ranges::upper_bound(walk_.holders(), inode, {}, &Holder::inode);
    known->second.take_holders({first, end}, now);
    changed_.insert(known->second.listener);
  }
}

/// One whose holders come and go, or that has none, is looked for ever less often. A walk for the
/// sake of others changes nothing in that.
void OwnerBook::Socket::take_holders(std::vector<Holder> found, TimePoint now) {
  if (!may_walk(now)) {
    holders = std::move(found);
    return;
  }
  const bool was_quiet = now - walked > 2 * pause;
  holders = std::move(found);
  ++walks;
  pause = was_quiet ? kFirstPause : std::min<std::chrono::nanoseconds>(2 * pause, kLongestPause);
  if (managed) pause = std::min<std::chrono::nanoseconds>(pause, kLongestManagedPause);
  walked = now;
}

void OwnerBook::find_cgroups(const Env& env, TimePoint now, TimePoint deadline) {
  std::vector<std::uint64_t> ids;
  for (const auto& [inode, socket] : sockets_)
    if (socket.holders.empty() && socket.cgroup_id != 0) ids.push_back(socket.cgroup_id);
  tree_.find(env, ids, now, deadline);
  for (auto& [inode, socket] : sockets_) {
    if (!socket.holders.empty() || socket.cgroup_id == 0) continue;
    std::string path = tree_.path(socket.cgroup_id);
    if (path == socket.cgroup) continue;
    socket.cgroup = std::move(path);
    changed_.insert(socket.listener);
  }
}

std::shared_ptr<const Owners> OwnerBook::owners(std::uint64_t netns) const {
  static const auto kNone = std::make_shared<const Owners>();
  const auto known = owners_.find(netns);
  return known == owners_.end() ? kNone : known->second;
}

void OwnerBook::describe_changed(const ProcFs& procfs) {
  std::map<Place, std::vector<Socket*>> changed;
  std::map<std::uint64_t, std::shared_ptr<Owners>> next;
  for (const Place& place : changed_) {
    changed[place];
    if (auto& owners = next[place.first]; !owners)
      owners = std::make_shared<Owners>(*this->owners(place.first));
  }
  for (auto& [inode, socket] : sockets_)
    if (const auto listener = changed.find(socket.listener); listener != changed.end())
      listener->second.push_back(&socket);
  changed_.clear();

  for (const auto& [place, sockets] : changed) {
    std::set<std::uint32_t> pids;
    for (const Socket* socket : sockets)
      for (const Holder& holder : socket->holders) pids.insert(holder.pid);
    Owner owner = describe_holders(procfs, std::vector<std::uint32_t>(pids.begin(), pids.end()));
    for (Socket* socket : sockets) {
      socket->managed = is_manager(owner.process);
      if (owner.cgroup.empty() && !socket->cgroup.empty()) put_cgroup(owner, socket->cgroup);
    }
    const auto& [netns, name] = place;
    if (!sockets.empty() && netns == 0) {
      owner.pod = options_.pod;
      owner.pod_namespace = options_.pod_namespace;
    }
    if (owner == Owner{})
      next[netns]->erase(name);
    else
      (*next[netns])[name] = std::make_shared<const Owner>(std::move(owner));
  }
  for (auto& [netns, owners] : next) {
    if (owners->empty())
      owners_.erase(netns);
    else
      owners_[netns] = std::move(owners);
  }
}

}  // namespace sockq
