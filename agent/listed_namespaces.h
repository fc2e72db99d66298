#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "agent/listener_stores.h"
#include "collectors/collector.h"
#include "collectors/netns/namespace_watch.h"

namespace sockq {

/// The network namespaces that `sockq list` looks at, in one thread: those of a watch, or only that
/// which `env` is of.
class ListedNamespaces {
 public:
  /// `watch` may be null. The owners are looked for over all namespaces at once.
  ListedNamespaces(const Env& env, NamespaceWatch* watch, const Collectors& collectors);

  /// Looks for namespaces that came or went, and for the first ones.
  void find();
  /// One look at each.
  void look();
  /// Of the latest look; with what was remembered from look to look, where `history` is.
  [[nodiscard]] Snapshot snapshot(bool history) const;

 private:
  struct Listed {
    explicit Listed(std::shared_ptr<NetworkNamespace> netns);

    std::shared_ptr<NetworkNamespace> where;
    Workbench bench;
    Sample sample;
    ListenerStores stores;
  };

  [[nodiscard]] NamespaceView view_of(const Listed& listed, bool history) const;

  NamespaceWatch* const watch_;
  const Collectors of_each_;
  const Collectors of_machine_;
  Workbench machine_;
  Sample machine_sample_;
  std::vector<std::unique_ptr<Listed>> listed_;
  std::optional<CollectorHealth> finding_;
};

}  // namespace sockq
