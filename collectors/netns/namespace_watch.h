#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collectors/netns/namespace_choice.h"
#include "collectors/netns/namespace_scan.h"
#include "collectors/netns/network_namespace.h"
#include "collectors/snapshot.h"

namespace sockq {

using NetworkNamespaces = std::vector<std::shared_ptr<NetworkNamespace>>;

/// Follows the chosen network namespaces as they come and go. One is let go of when it is no more
/// to be found: it has no name and no process (`all`), its path is gone or another one's (a path),
/// or no process lives in it and it has no name (a process). Not safe for use by two threads; what
/// it gives out is.
class NamespaceWatch {
 public:
  struct Options {
    NamespaceChoice choice;
    std::size_t most = 64;  ///< watched at a time, the own one besides
  };

  /// `root` is that of the file system that paths begin at. Both outlive this and all that it gives
  /// out. Numbers of processes mean the namespaces they live in now, whatever becomes of them: an
  /// error where there is no such process, or it does not show where it lives.
  [[nodiscard]] static Result<std::unique_ptr<NamespaceWatch>> open(const Env& machine,
                                                                    const ProcFs& root,
                                                                    Options options);

  /// Looks for what came and went.
  void scan();

  /// The own one first, the others by name. Names differ, and stay.
  [[nodiscard]] const NetworkNamespaces& namespaces() const { return namespaces_; }
  [[nodiscard]] const NamespaceTotals& totals() const { return totals_; }
  /// What the latest scan lacked: the error, and the note, of a collector.
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  [[nodiscard]] const std::string& note() const { return note_; }

 private:
  using Found = std::pair<const std::uint64_t, FoundNamespace>;

  NamespaceWatch(const Env& machine, const ProcFs& root, Options options);
  [[nodiscard]] Result<Unit> hold_chosen_processes();
  [[nodiscard]] Result<NamespaceScan> look_around();
  void choose_path(const std::string& path, NamespaceScan& scan);
  void let_go(const NamespaceScan& scan);
  void take_in(const Found& found);
  void take_hidden(const Found& found);
  [[nodiscard]] Result<UniqueFd> enter(const Found& found);
  void count_only(std::uint64_t inode, const FoundNamespace& netns);
  [[nodiscard]] bool has_room();
  void add(std::shared_ptr<NetworkNamespace> netns);
  [[nodiscard]] std::string unique_name(std::uint64_t inode, const FoundNamespace& netns) const;

  const Env machine_;
  const ProcFs& root_;
  const Options options_;
  std::optional<std::uint64_t> own_inode_;
  std::map<std::uint64_t, UniqueFd> chosen_;  ///< those of the chosen processes, held till they go
  NamespaceThread thread_;
  NetworkNamespaces namespaces_;
  std::set<std::uint64_t> unnamed_;  ///< seen by the scan before, and not named yet
  std::set<std::uint64_t> unnamed_now_;
  bool first_ = true;
  NamespaceTotals totals_;
  std::optional<Error> error_;
  std::string note_;
};

}  // namespace sockq
