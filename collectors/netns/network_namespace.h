#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "collectors/base/env.h"
#include "collectors/base/unique_fd.h"
#include "collectors/netns/namespace_thread.h"

namespace sockq {

/// One network namespace that is watched, and the outside world as it is there. Its descriptor and
/// the netlink sockets that are opened there keep it alive: whoever holds them lets go when it is
/// gone from everywhere else. All but its making is safe for use by several threads.
class NetworkNamespace {
 public:
  enum class Access : std::uint8_t {
    own,       ///< sockq lives in it
    entered,   ///< by a helper thread
    counters,  ///< it may not be entered: the text of one of its processes is read instead
  };

  /// The own one.
  NetworkNamespace(std::string name, const Env& machine);
  /// One to enter, by a descriptor of nsfs. The thread and the parts of `machine` outlive it.
  NetworkNamespace(std::string name, std::uint64_t number, UniqueFd nsfs, NamespaceThread& thread,
                   const Env& machine);
  /// One of which only the counters can be read. `netstat_inode` is that of its net/netstat.
  NetworkNamespace(std::string name, std::uint64_t number, std::uint32_t pid,
                   std::uint64_t netstat_inode, const Env& machine);
  ~NetworkNamespace();

  [[nodiscard]] const std::string& name() const { return name_; }
  /// Tells it from all others while it is watched; 0 is the own one.
  [[nodiscard]] std::uint64_t number() const { return number_; }
  [[nodiscard]] Access access() const { return access_; }
  /// Borrowed from this.
  [[nodiscard]] Env env() const { return {*procfs_, *netlink_, clock_, cgroups_}; }

  /// Of Access::counters: reads by this process from now on.
  void read_by(std::uint32_t pid) { pid_ = pid; }
  /// Of Access::counters: the process that it was read by has ended or moved on; read_by() another.
  [[nodiscard]] bool lost() const { return lost_; }

 private:
  class Inside;
  class InsideNetlink;
  class ByProcess;
  class NoNetlink;

  const std::string name_;
  const std::uint64_t number_;
  const Access access_;
  const UniqueFd nsfs_;
  std::atomic<std::uint32_t> pid_ = 0;
  mutable std::atomic<bool> lost_ = false;
  std::unique_ptr<ProcFs> own_procfs_;
  std::unique_ptr<Netlink> own_netlink_;
  const ProcFs* procfs_;
  const Netlink* netlink_;
  const Clock& clock_;
  const ProcFs& cgroups_;
};

}  // namespace sockq
