#include <iostream>

#include "agent/commands.h"
#include "agent/listener_table.h"
#include "agent/outside.h"
#include "collectors/collector.h"
#include "collectors/recording/recorder.h"
#include "exporters/listener_json.h"

namespace sockq {
namespace {

Collectors all_but_process() {
  Collectors chosen = every_collector();
  std::erase_if(chosen, [](const Collector* collector) { return collector->name == "process"; });
  return chosen;
}

Snapshot look(const Env& env) {
  Workbench bench(env);
  Sample sample;
  take_sample(bench, all_but_process(), sample);
  Snapshot snapshot;
  snapshot.time = sample.wall;
  snapshot.values = sample.values;
  snapshot.health = sample.health;
  if (sample.has_sockets) snapshot.listeners = fold_listeners(sample.sockets);
  return snapshot;
}

/// What could not be read is said, and the rest is shown all the same.
int show(const Snapshot& snapshot, bool json) {
  for (const CollectorHealth& health : snapshot.health)
    if (health.error) fail(*health.error, kExitCannotObserve);
  std::cout << (json ? listeners_json(snapshot) : listener_table(snapshot)) << std::flush;
  return snapshot.listeners ? kExitFine : kExitCannotObserve;
}

int record(const Env& outside, const ListOptions& options) {
  const Result<std::unique_ptr<Recorder>> recorder = Recorder::begin(outside, options.record);
  if (!recorder.ok()) return fail(recorder.error(), kExitFailed);
  const int code = show(look(recorder.value()->env()), options.json);
  const Result<Unit> status = recorder.value()->status();
  return status.ok() ? code : fail(status.error(), kExitFailed);
}

}  // namespace

int run(const ListOptions& options) {
  const Result<std::unique_ptr<Outside>> outside = Outside::open(options.source);
  if (!outside.ok()) return fail(outside.error(), kExitCannotObserve);
  const Env env = outside.value()->env();
  return options.record.empty() ? show(look(env), options.json) : record(env, options);
}

}  // namespace sockq
