#include "agent/output/event_log.h"

#include <chrono>
#include <utility>

#include "agent/memory_guard.h"
#include "build_info.h"

namespace sockq {
namespace {

constexpr std::chrono::seconds kInterval{1};

Event about_agent(std::string_view name) { return {name, {{"version", kVersion}}}; }

}  // namespace

EventLog::EventLog(const std::string& file, HangupSignal hangup, std::function<Snapshot()> snapshot,
                   OutputHealth& health)
    : hangup_(std::move(hangup)), snapshot_(std::move(snapshot)), file_(file), health_(health) {
  write({about_agent("agent_started")});
  thread_.emplace("events", kInterval, [this] { look(); });
}

EventLog::~EventLog() {
  thread_.reset();
  MemoryGuard("the last events").run([this] {
    look();
    write(detector_.finish());
    write({about_agent("agent_stopping")});
  });
}

void EventLog::look() {
  if (hangup_.came()) file_.reopen();
  write(detector_.look(snapshot_(), std::chrono::steady_clock::now()));
}

void EventLog::write(const Events& events) {
  const auto now = std::chrono::steady_clock::now();
  for (const Event& event : events)
    if (budget_.take(now)) append(event);
  if (const std::uint64_t count = budget_.take_left_out(); count > 0)
    append({"events_left_out", {{"count", count}}});
}

void EventLog::append(const Event& event) {
  const Result<Unit> outcome = file_.append(event_line(event, std::chrono::system_clock::now()));
  if (outcome.ok())
    health_.wrote(1);
  else
    health_.lost(1, outcome.error());
}

}  // namespace sockq
