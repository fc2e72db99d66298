#include <unistd.h>

#include <iostream>
#include <optional>
#include <utility>

#include "agent/commands.h"
#include "agent/deadlines.h"
#include "agent/listener_store.h"
#include "agent/listener_table.h"
#include "agent/outside.h"
#include "agent/stop_signal.h"
#include "collectors/collector.h"
#include "collectors/recording/recorder.h"
#include "exporters/listener_json.h"

namespace sockq {
namespace {

/// Between two looks of a watch, of which each table shows several.
constexpr std::chrono::milliseconds kLookInterval{100};

/// For the owners, in one look: a walk over all processes of a large machine.
constexpr std::chrono::seconds kWalkTime{30};

/// Those whose values a table or its recording shows.
Collectors shown_collectors() {
  Collectors chosen = every_collector();
  std::erase_if(chosen, [](const Collector* collector) {
    return collector->name == "process" || collector->name == "connections";
  });
  return chosen;
}

Snapshot snapshot_of(const Sample& sample, std::optional<std::vector<Listener>> listeners) {
  Snapshot snapshot;
  snapshot.time = sample.wall;
  snapshot.values = sample.values;
  snapshot.health = sample.health;
  if (listeners && sample.owners) put_owners(*listeners, *sample.owners);
  snapshot.listeners = std::move(listeners);
  return snapshot;
}

/// What could not be read is said, and the rest is shown all the same. What a collector lacks is
/// said with the first of several tables.
int show(const Snapshot& snapshot, bool json, bool first = true) {
  for (const CollectorHealth& health : snapshot.health) {
    if (health.error) fail(*health.error, kExitCannotObserve);
    if (first && !health.note.empty())
      std::cerr << "sockq: " << health.collector << ": " << health.note << "\n";
  }
  std::cout << (json ? listeners_json(snapshot) : listener_table(snapshot)) << std::flush;
  return snapshot.listeners ? kExitFine : kExitCannotObserve;
}

int look_once(const Env& env, const ListOptions& options) {
  Workbench bench(env);
  bench.owners = OwnerBook({.walk_time = kWalkTime});
  Sample sample;
  take_sample(bench, shown_collectors(), sample);
  std::optional<std::vector<Listener>> listeners;
  if (sample.has_sockets) listeners = fold_listeners(sample.sockets);
  return show(snapshot_of(sample, std::move(listeners)), options.json);
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
  const std::size_t overflows_row = kernel_value_row("listen_overflows_total");
  Workbench bench(env);
  bench.owners = OwnerBook({.walk_time = kWalkTime});
  Sample sample;
  ListenerStore store;
  Deadlines deadlines(std::chrono::steady_clock::now());
  int code = kExitFine;
  for (std::uint64_t look = 1; !outside.ended(); ++look) {
    take_sample(bench, shown_collectors(), sample);
    if (sample.has_sockets)
      store.update(sample.sockets, sample.values[overflows_row], sample.steady);
    if (look % looks_a_table == 0) {
      std::optional<std::vector<Listener>> listeners;
      if (sample.has_sockets) listeners = store.listeners();
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
