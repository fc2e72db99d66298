#include "exporters/event_detector.h"

#include <algorithm>

namespace sockq {
namespace {

/// An error's line is of any length, and a line of events goes through a pipe in one piece.
constexpr std::size_t kMostErrorBytes = 500;

Json name_fields(const std::string& netns, const Listener& listener) {
  Json fields = in_namespace(netns);
  fields["protocol"] = protocol_name(listener.protocol);
  fields["listener"] = listener.address;
  return fields;
}

Conditions::Now failures_of(const Snapshot& snapshot) {
  Conditions::Now failures;
  for (const CollectorHealth& health : snapshot.health)
    if (health.error)
      failures[std::string(health.collector)] = {
          {"collector", health.collector},
          {"error", health.error->line().substr(0, kMostErrorBytes)}};
  return failures;
}

Conditions::Now findings_of(const Snapshot& snapshot) {
  Conditions::Now findings;
  for (const Finding& finding : snapshot.findings) {
    Json fields = in_namespace(finding.netns);
    fields["rule"] = finding.rule;
    fields["severity"] = severity_name(finding.severity);
    if (!finding.listener.empty()) {
      fields["protocol"] = finding.protocol;
      fields["listener"] = finding.listener;
    }
    fields["title"] = finding.title;
    findings[finding.rule + ' ' + finding.netns + ' ' + finding.protocol + ' ' + finding.listener] =
        std::move(fields);
  }
  return findings;
}

/// The listeners of that network namespace are known now: those that are not there are gone.
bool knows_listeners(const Snapshot& snapshot, const std::string& netns) {
  const auto view = std::ranges::find(snapshot.namespaces, netns, &NamespaceView::netns);
  return view == snapshot.namespaces.end() || view->listeners.has_value();
}

}  // namespace

Events EventDetector::look(const Snapshot& snapshot, TimePoint now) {
  Events events;
  ++looks_;
  for (const NamespaceView& view : snapshot.namespaces) look_at(view, now, events);
  forget_gone(snapshot, events);
  failures_.update(failures_of(snapshot), "collector_failed", "collector_recovered", events);
  findings_.update(findings_of(snapshot), "finding_began", "finding_ended", events);
  return events;
}

Events EventDetector::finish() {
  Events events;
  for (auto& [name, watched] : listeners_) watched.burst.finish(watched.fields, events);
  return events;
}

void EventDetector::look_at(const NamespaceView& view, TimePoint now, Events& events) {
  if (!view.listeners) return;
  for (const Listener& listener : *view.listeners) look_at(view.netns, listener, now, events);
}

void EventDetector::look_at(const std::string& netns, const Listener& listener, TimePoint now,
                            Events& events) {
  const auto [entry, is_new] = listeners_.try_emplace({netns, listener});
  Watched& watched = entry->second;
  if (is_new) watched.fields = name_fields(netns, listener);
  watched.look = looks_;
  const bool was_open = std::exchange(watched.open, listener.sockets > 0);
  if (watched.open && listener.owner && !listener.owner->process.empty())
    watched.fields["process"] = listener.owner->process;
  if (watched.open && !was_open && looks_ > 1) {
    Event& event = events.emplace_back(Event{"listener_appeared", watched.fields});
    event.fields["limit"] = listener.queue_limit;
  }
  watched.burst.look(listener, watched.fields, now, events);
  if (was_open && !watched.open) events.push_back({"listener_closed", watched.fields});
}

void EventDetector::forget_gone(const Snapshot& snapshot, Events& events) {
  for (auto entry = listeners_.begin(); entry != listeners_.end();) {
    auto& [name, watched] = *entry;
    if (watched.look == looks_ || !knows_listeners(snapshot, name.first)) {
      ++entry;
      continue;
    }
    watched.burst.finish(watched.fields, events);
    if (watched.open) events.push_back({"listener_closed", watched.fields});
    entry = listeners_.erase(entry);
  }
}

}  // namespace sockq
