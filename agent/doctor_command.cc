#include <algorithm>
#include <iostream>

#include "agent/agent_client.h"
#include "agent/commands.h"
#include "agent/deadlines.h"
#include "agent/doctor/diagnose.h"
#include "agent/doctor/examination.h"
#include "agent/doctor/finding_text.h"
#include "agent/outside.h"
#include "agent/stop_signal.h"
#include "collectors/recording/recorder.h"
#include "exporters/finding_json.h"

namespace sockq {
namespace {

constexpr std::chrono::milliseconds kLookInterval{20};

/// What could not be read is said. Without the listeners there is nothing to say of them.
int say_errors(const Snapshot& snapshot) {
  int code = kExitFine;
  for (const CollectorHealth& health : snapshot.health) {
    if (health.error) fail(*health.error, kExitCannotObserve);
    if (health.error && health.collector == "listeners") code = kExitCannotObserve;
    if (!health.note.empty())
      std::cerr << "sockq: " << health.collector << ": " << health.note << "\n";
  }
  return code;
}

int show(const std::vector<Finding>& findings) {
  if (findings.empty()) std::cout << "Nothing is wrong with the queues now.\n";
  std::cout << finding_text(findings) << std::flush;
  return findings.empty() ? kExitFine : kExitFailed;
}

/// Two whole looks, and short ones between them. Their times are those of the clock looked at, so
/// that a recording plays back to the same end.
int examine(const Outside& outside, const Env& env, const DoctorOptions& options) {
  const Result<StopSignal> stop = StopSignal::block();
  if (!stop.ok()) return fail(stop.error(), kExitFailed);
  Examination examination(env);
  const auto begin = env.clock.steady();
  const Snapshot before = examination.look();
  Deadlines deadlines(std::chrono::steady_clock::now());
  auto now = env.clock.steady();
  while (now - begin < options.time && !outside.ended()) {
    const auto pause =
        std::min<std::chrono::nanoseconds>(kLookInterval, begin + options.time - now);
    const auto deadline = deadlines.next(std::chrono::steady_clock::now(), pause);
    if (outside.live() && stop.value().comes_before(deadline)) break;
    examination.look_at_queues();
    now = env.clock.steady();
  }
  Snapshot after = examination.look();
  after.findings = diagnose(before.namespaces, after.namespaces, now - begin);
  const int code = say_errors(after);
  if (options.json) std::cout << findings_json(after) << std::flush;
  const int found =
      options.json ? (after.findings.empty() ? kExitFine : kExitFailed) : show(after.findings);
  return code != kExitFine ? code : found;
}

int ask(const DoctorOptions& options) {
  Result<AgentClient> client = AgentClient::open(options.agent);
  if (!client.ok()) return fail(client.error(), kExitUsage);
  const Result<std::string> page = client.value().get("/api/v1/findings");
  if (!page.ok()) return fail(page.error(), kExitCannotObserve);
  const Result<std::vector<Finding>> findings = parse_findings(page.value());
  if (!findings.ok()) return fail(findings.error(), kExitCannotObserve);
  if (!options.json) return show(findings.value());
  std::cout << page.value() << std::flush;
  return findings.value().empty() ? kExitFine : kExitFailed;
}

}  // namespace

int run(const DoctorOptions& options) {
  if (!options.agent.empty()) return ask(options);
  const Result<std::unique_ptr<Outside>> opened = Outside::open(options.source);
  if (!opened.ok()) return fail(opened.error(), kExitCannotObserve);
  const Outside& outside = *opened.value();
  if (options.record.empty()) return examine(outside, outside.env(), options);
  const Result<std::unique_ptr<Recorder>> recorder = Recorder::begin(outside.env(), options.record);
  if (!recorder.ok()) return fail(recorder.error(), kExitFailed);
  const int code = examine(outside, recorder.value()->env(), options);
  const Result<Unit> status = recorder.value()->status();
  return status.ok() ? code : fail(status.error(), kExitFailed);
}

}  // namespace sockq
