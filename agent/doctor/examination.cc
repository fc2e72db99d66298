#include "agent/doctor/examination.h"

#include <algorithm>

namespace sockq {
namespace {

/// For the owners, in one look: a walk over all processes of a large machine.
constexpr std::chrono::seconds kWalkTime{30};

Collectors wanted_collectors() {
  Collectors chosen = every_collector();
  std::erase_if(chosen, [](const Collector* collector) { return collector->name == "process"; });
  return chosen;
}

}  // namespace

Examination::Examination(const Env& env) : bench_(env) {
  bench_.owners = OwnerBook({.walk_time = kWalkTime});
}

void Examination::look_at_queues() {
  take_sample(bench_, in_lane(every_collector(), Lane::fast), sample_);
  stores_.update(sample_);
}

Snapshot Examination::look() {
  bench_.sweep.pace.next = bench_.wait.pace.next = bench_.unix_look.pace.next = {};
  bench_.owners_at.reset();
  take_sample(bench_, wanted_collectors(), sample_);
  stores_.update(sample_);
  if (sample_.sweep) connections_.update(std::move(*sample_.sweep));
  if (sample_.waits) waits_.update(std::move(*sample_.waits));

  Snapshot snapshot;
  snapshot.time = sample_.wall;
  snapshot.health = sample_.health;
  NamespaceView& view = snapshot.namespaces.emplace_back();
  view.values = sample_.values;
  view.sweep = connections_.sweep();
  view.listeners = stores_.listeners();
  if (!view.listeners) return snapshot;
  connections_.describe(*view.listeners);
  waits_.describe(*view.listeners);
  if (sample_.owners) put_owners(*view.listeners, *sample_.owners);
  return snapshot;
}

}  // namespace sockq
