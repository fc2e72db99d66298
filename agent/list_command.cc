#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <optional>
#include <utility>

#include "agent/commands.h"
#include "agent/connection_table.h"
#include "agent/deadlines.h"
#include "agent/listener_stores.h"
#include "agent/listener_table.h"
#include "agent/outside.h"
#include "agent/stop_signal.h"
#include "collectors/collector.h"
#include "collectors/recording/recorder.h"
#include "exporters/connection_json.h"
#include "exporters/listener_json.h"

namespace sockq {
namespace {

/// Between two looks of a watch, of which each table shows several.
constexpr std::chrono::milliseconds kLookInterval{100};

/// For the owners, in one look: a walk over all processes of a large machine.
constexpr std::chrono::seconds kWalkTime{30};

/// Those whose values the table of listeners or its recording shows.
Collectors shown_collectors() {
  Collectors chosen = every_collector();
  std::erase_if(chosen, [](const Collector* collector) {
    return collector->name == "process" || collector->name == "connections" ||
           collector->name == "waits";
  });
  return chosen;
}

Collectors connections_only() {
  Collectors chosen = every_collector();
  std::erase_if(chosen,
                [](const Collector* collector) { return collector->name != "connections"; });
  return chosen;
}

Snapshot snapshot_of(const Sample& sample, std::optional<std::vector<Listener>> listeners) {
  Snapshot snapshot;
  snapshot.time = sample.wall;
  NamespaceView& view = snapshot.namespaces.emplace_back();
  view.values = sample.values;
  snapshot.health = sample.health;
  if (listeners && sample.owners) put_owners(*listeners, *sample.owners);
  view.listeners = std::move(listeners);
  return snapshot;
}

/// What could not be read is said. A kernel without unix_diag is no failure.
int say_errors(const Snapshot& snapshot) {
  int code = kExitFine;
  for (const CollectorHealth& health : snapshot.health) {
    if (!health.error) continue;
    fail(*health.error, kExitCannotObserve);
    if (health.collector == "listeners") code = kExitCannotObserve;
  }
  return code;
}

void say_notes(const Snapshot& snapshot) {
  for (const CollectorHealth& health : snapshot.health)
    if (!health.note.empty())
      std::cerr << "sockq: " << health.collector << ": " << health.note << "\n";
}

/// What could not be read is said, and the rest is shown all the same. What a collector lacks is
/// said with the first of several tables.
int show(const Snapshot& snapshot, bool json, bool first = true) {
  const int code = say_errors(snapshot);
  if (first) say_notes(snapshot);
  std::cout << (json ? listeners_json(snapshot) : listener_table(snapshot.namespaces.front()))
            << std::flush;
  return code;
}

std::optional<std::vector<Listener>> listeners_of(const Sample& sample) {
  if (!sample.has_sockets && sample.unix_reading == Reading::absent) return std::nullopt;
  std::vector<Listener> listeners;
  if (sample.has_sockets) listeners = fold_listeners(sample.sockets);
  if (sample.unix_reading == Reading::latest)
    std::ranges::move(fold_listeners(sample.unix_sockets), std::back_inserter(listeners));
  return listeners;
}

int look_once(const Env& env, const ListOptions& options) {
  Workbench bench(env);
  bench.owners = OwnerBook({.walk_time = kWalkTime});
  Sample sample;
  take_sample(bench, shown_collectors(), sample);
  return show(snapshot_of(sample, listeners_of(sample)), options.json);
}

int look_at_connections(const Env& env, const ListOptions& options) {
  Workbench bench(env);
  Sample sample;
  take_sample(bench, connections_only(), sample);
  Snapshot snapshot = snapshot_of(sample, std::nullopt);
  NamespaceView& view = snapshot.namespaces.front();
  view.sweep = std::move(sample.sweep);
  say_errors(snapshot);
  std::cout << (options.json ? connections_json(snapshot) : connection_table(view)) << std::flush;
  return view.sweep ? kExitFine : kExitCannotObserve;
}

/// Tables one after the other; on a terminal each takes the place of the one before.
void begin_table(const ListOptions& options) {
  if (options.json) return;
  std::cout << (::isatty(STDOUT_FILENO) == 1 ? "\033[H\033[J" : "\n");
}

int watch(const Outside& outside, const Env& env, const ListOptions& options) {
  const Result<StopSignal> stop = StopSignal::block();
  if (!stop.ok()) return fail(stop.error(), kExitFailed);
  const auto looks_a_table = static_cast<std::uint64_t>(options.interval / kLookInterval);
  Workbench bench(env);
  bench.owners = OwnerBook({.walk_time = kWalkTime});
  Sample sample;
  ListenerStores stores;
  Deadlines deadlines(std::chrono::steady_clock::now());
  int code = kExitFine;
  for (std::uint64_t look = 1; !outside.ended(); ++look) {
    take_sample(bench, shown_collectors(), sample);
    stores.update(sample);
    if (look % looks_a_table == 0) {
      std::optional<std::vector<Listener>> listeners = stores.listeners();
      begin_table(options);
      code = show(snapshot_of(sample, std::move(listeners)), options.json, look == looks_a_table);
      if (look / looks_a_table == options.count) break;
    }
    const auto deadline = deadlines.next(std::chrono::steady_clock::now(), kLookInterval);
    if (outside.live() && stop.value().comes_before(deadline)) break;
  }
  return code;
}

int run_on(const Outside& outside, const Env& env, const ListOptions& options) {
  if (options.connections) return look_at_connections(env, options);
  return options.watch ? watch(outside, env, options) : look_once(env, options);
}

int record(const Outside& outside, const ListOptions& options) {
  const Result<std::unique_ptr<Recorder>> recorder = Recorder::begin(outside.env(), options.record);
  if (!recorder.ok()) return fail(recorder.error(), kExitFailed);
  const int code = run_on(outside, recorder.value()->env(), options);
  const Result<Unit> status = recorder.value()->status();
  return status.ok() ? code : fail(status.error(), kExitFailed);
}

}  // namespace

int run(const ListOptions& options) {
  const Result<std::unique_ptr<Outside>> opened = Outside::open(options.source);
  if (!opened.ok()) return fail(opened.error(), kExitCannotObserve);
  const Outside& outside = *opened.value();
  return options.record.empty() ? run_on(outside, outside.env(), options)
                                : record(outside, options);
}

}  // namespace sockq
