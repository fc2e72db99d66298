#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <iostream>

#include "agent/commands.h"
#include "agent/connection_table.h"
#include "agent/deadlines.h"
#include "agent/listed_namespaces.h"
#include "agent/listener_table.h"
#include "agent/outside.h"
#include "agent/stop_signal.h"
#include "agent/watch_namespaces.h"
#include "collectors/collector.h"
#include "collectors/recording/recorder.h"
#include "exporters/connection_json.h"
#include "exporters/listener_json.h"

namespace sockq {
namespace {

/// Between two looks of a watch, of which each table shows several.
constexpr std::chrono::milliseconds kLookInterval{100};

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

/// What could not be read is said. A kernel without unix_diag is no failure, nor are network
/// namespaces that may not be entered beside others that may.
int say_errors(const Snapshot& snapshot) {
  int code = kExitFine;
  for (const CollectorHealth& health : snapshot.health) {
    if (!health.error) continue;
    fail(*health.error, kExitCannotObserve);
    const bool refused = health.collector == "namespaces" && health.error->code == EPERM;
    if (health.collector == "listeners" || (health.collector == "namespaces" && !refused))
      code = kExitCannotObserve;
  }
  return code;
}

void say_notes(const Snapshot& snapshot) {
  for (const CollectorHealth& health : snapshot.health)
    if (!health.note.empty())
      std::cerr << "sockq: " << health.collector << ": " << health.note << "\n";
}

/// Whether some network namespace shows this part.
template <class Part>
bool shows_some(const Snapshot& snapshot, Part NamespaceView::*part) {
  return std::ranges::any_of(
      snapshot.namespaces, [part](const NamespaceView& view) { return (view.*part).has_value(); });
}

/// What could not be read is said, and the rest is shown all the same. What a collector lacks is
/// said with the first of several tables.
int show(const Snapshot& snapshot, bool json, bool first = true) {
  const int code = say_errors(snapshot);
  if (first) say_notes(snapshot);
  std::cout << (json ? listeners_json(snapshot) : listener_table(snapshot.namespaces))
            << std::flush;
  return shows_some(snapshot, &NamespaceView::listeners) ? code : kExitCannotObserve;
}

int look_once(ListedNamespaces& listed, const ListOptions& options) {
  listed.find();
  listed.look();
  return show(listed.snapshot(false), options.json);
}

int look_at_connections(ListedNamespaces& listed, const ListOptions& options) {
  listed.find();
  listed.look();
  const Snapshot snapshot = listed.snapshot(false);
  say_errors(snapshot);
  std::cout << (options.json ? connections_json(snapshot) : connection_table(snapshot.namespaces))
            << std::flush;
  return shows_some(snapshot, &NamespaceView::sweep) ? kExitFine : kExitCannotObserve;
}

/// Tables one after the other; on a terminal each takes the place of the one before.
void begin_table(const ListOptions& options) {
  if (options.json) return;
  std::cout << (::isatty(STDOUT_FILENO) == 1 ? "\033[H\033[J" : "\n");
}

int watch(const Outside& outside, ListedNamespaces& listed, const ListOptions& options) {
  const Result<StopSignal> stop = StopSignal::block();
  if (!stop.ok()) return fail(stop.error(), kExitFailed);
  const auto looks_a_table = static_cast<std::uint64_t>(options.interval / kLookInterval);
  Deadlines deadlines(std::chrono::steady_clock::now());
  int code = kExitFine;
  for (std::uint64_t look = 1; !outside.ended(); ++look) {
    if (look % looks_a_table == 1 || looks_a_table == 1) listed.find();
    listed.look();
    if (look % looks_a_table == 0) {
      begin_table(options);
      code = show(listed.snapshot(true), options.json, look == looks_a_table);
      if (look / looks_a_table == options.count) break;
    }
    const auto deadline = deadlines.next(std::chrono::steady_clock::now(), kLookInterval);
    if (outside.live() && stop.value().comes_before(deadline)) break;
  }
  return code;
}

int run_on(const Outside& outside, const Env& env, const ListOptions& options) {
  const Result<std::unique_ptr<NamespaceWatch>> namespaces =
      watch_namespaces(outside, options.netns);
  if (!namespaces.ok()) return fail(namespaces.error(), kExitUsage);
  ListedNamespaces listed(env, namespaces.value().get(),
                          options.connections ? connections_only() : shown_collectors());
  if (options.connections) return look_at_connections(listed, options);
  return options.watch ? watch(outside, listed, options) : look_once(listed, options);
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
