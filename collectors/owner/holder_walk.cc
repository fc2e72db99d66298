#include "collectors/owner/holder_walk.h"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <tuple>

#include "collectors/base/text.h"

namespace sockq {

Result<Unit> HolderWalk::begin(const ProcFs& procfs, std::vector<std::uint32_t> wanted) {
  running_ = false;
  refused_ = false;
  holders_.clear();
  pids_.clear();
  wanted_ = std::move(wanted);
  std::ranges::sort(wanted_);
  const Result<std::vector<Directory>> processes = procfs.directories("");
  if (!processes.ok()) return processes.error();
  for (const Directory& directory : processes.value())
    if (const auto pid = parse_number<std::uint32_t>(directory.name)) pids_.push_back(*pid);
  if (pids_.empty())
    return Error{0, "shows no process", procfs.full_path(""),
                 "check that procfs is mounted there (--path.procfs)"};
  std::ranges::sort(pids_, std::ranges::greater());
  running_ = true;
  return Unit{};
}

bool HolderWalk::go_on(const Env& env, TimePoint deadline) {
  while (!pids_.empty()) {
    visit(env.procfs, pids_.back());
    pids_.pop_back();
    if (!pids_.empty() && env.clock.steady() >= deadline) return false;
  }
  std::ranges::sort(holders_, {}, [](const Holder& holder) {
    return std::tuple(holder.inode, holder.pid, holder.fd);
  });
  const auto again =
      std::unique(holders_.begin(), holders_.end(), [](const Holder& one, const Holder& next) {
        return one.inode == next.inode && one.pid == next.pid;
      });
  holders_.erase(again, holders_.end());
  running_ = false;
  return true;
}

void HolderWalk::visit(const ProcFs& procfs, std::uint32_t pid) {
  const Result<std::vector<SocketFd>> held = procfs.sockets(std::to_string(pid) + "/fd", wanted_);
  if (!held.ok()) {
    refused_ = refused_ || held.error().code == EACCES || held.error().code == EPERM;
    return;
  }
  for (const SocketFd& socket : held.value())
    if (holders_.size() < kMostHolders) holders_.push_back({pid, socket.fd, socket.inode});
}

}  // namespace sockq
