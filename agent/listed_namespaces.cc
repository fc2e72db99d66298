#include "agent/listed_namespaces.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "agent/collectors_for.h"
#include "agent/health_sum.h"

namespace sockq {
namespace {

/// For the owners, in one look: a walk over all processes of a large machine.
constexpr std::chrono::seconds kWalkTime{30};

std::optional<std::vector<Listener>> listeners_of(const Sample& sample) {
  if (!sample.has_sockets && sample.unix_reading == Reading::absent) return std::nullopt;
  std::vector<Listener> listeners;
  if (sample.has_sockets) listeners = fold_listeners(sample.sockets);
  if (sample.unix_reading == Reading::latest)
    std::ranges::move(fold_listeners(sample.unix_sockets), std::back_inserter(listeners));
  return listeners;
}

}  // namespace

ListedNamespaces::Listed::Listed(std::shared_ptr<NetworkNamespace> netns)
    : where(std::move(netns)), bench(where->env()) {
  bench.owners = OwnerBook({.walk_time = kWalkTime});
}

ListedNamespaces::ListedNamespaces(const Env& env, NamespaceWatch* watch,
                                   const Collectors& collectors)
    : watch_(watch),
      of_each_(watch == nullptr ? collectors : of_scope(collectors, Scope::netns)),
      of_machine_(watch == nullptr ? Collectors{} : of_scope(collectors, Scope::machine)),
      machine_(env) {
  machine_.owners = OwnerBook({.walk_time = kWalkTime});
  if (watch_ == nullptr)
    listed_.push_back(std::make_unique<Listed>(std::make_shared<NetworkNamespace>("", env)));
}

void ListedNamespaces::find() {
  if (watch_ == nullptr) return;
  watch_->scan();
  finding_ = CollectorHealth{"namespaces", {}, watch_->error(), watch_->note()};
  std::vector<std::unique_ptr<Listed>> next;
  for (const std::shared_ptr<NetworkNamespace>& found : watch_->namespaces()) {
    const auto known = std::ranges::find_if(
        listed_, [&](const auto& listed) { return listed && listed->where == found; });
    next.push_back(known != listed_.end() ? std::move(*known) : std::make_unique<Listed>(found));
  }
  listed_ = std::move(next);
}

void ListedNamespaces::look() {
  machine_.owned_namespaces.clear();
  for (const auto& listed : listed_) {
    take_sample(listed->bench, collectors_for(*listed->where, of_each_), listed->sample);
    listed->stores.update(listed->sample);
    if (listed->where->access() != NetworkNamespace::Access::counters)
      machine_.owned_namespaces.push_back({listed->where->number(), &listed->bench});
  }
  if (!of_machine_.empty() && !machine_.owned_namespaces.empty())
    take_sample(machine_, of_machine_, machine_sample_);
}

NamespaceView ListedNamespaces::view_of(const Listed& listed, bool history) const {
  NamespaceView view;
  view.netns = listed.where->name();
  view.values = listed.sample.values;
  view.sweep = listed.sample.sweep;
  view.listeners = history ? listed.stores.listeners() : listeners_of(listed.sample);
  const auto owners =
      watch_ == nullptr ? listed.sample.owners : machine_.owners.owners(listed.where->number());
  if (view.listeners && owners) put_owners(*view.listeners, *owners);
  return view;
}

Snapshot ListedNamespaces::snapshot(bool history) const {
  Snapshot snapshot;
  std::vector<NamespaceHealth> healths;
  for (const auto& listed : listed_) {
    snapshot.time = std::max(snapshot.time, listed->sample.wall);
    snapshot.namespaces.push_back(view_of(*listed, history));
    healths.push_back({listed->where->name(), listed->sample.health});
  }
  healths.push_back({"", machine_sample_.health});
  if (finding_) healths.push_back({"", {*finding_}});
  snapshot.health = sum_health(healths);
  return snapshot;
}

}  // namespace sockq
