#include "agent/output/outputs.h"

#include <utility>

namespace sockq {

Result<Outputs> Outputs::prepare(const AgentOptions& options) {
  Outputs outputs;
  if (!options.textfile.empty())
    outputs.textfile_health_ = std::make_unique<OutputHealth>("textfile");
  if (options.event_log.empty()) return outputs;
  outputs.event_log_health_ = std::make_unique<OutputHealth>("event_log");
  Result<HangupSignal> hangup = HangupSignal::block();
  if (!hangup.ok()) return hangup.error();
  outputs.hangup_ = std::move(hangup).value();
  return outputs;
}

void Outputs::start(const AgentOptions& options, const std::function<Snapshot()>& snapshot) {
  if (textfile_health_)
    textfile_ = std::make_unique<TextfileWriter>(
        TextfileWriter::Options{options.textfile, options.textfile_interval, options.collectors},
        snapshot, *textfile_health_);
  if (event_log_health_)
    event_log_ = std::make_unique<EventLog>(options.event_log, std::move(*hangup_), snapshot,
                                            *event_log_health_);
}

void Outputs::stop() {
  textfile_.reset();
  event_log_.reset();
}

std::vector<OutputStats> Outputs::stats() const {
  std::vector<OutputStats> stats;
  for (const OutputHealth* health : {textfile_health_.get(), event_log_health_.get()})
    if (health != nullptr) stats.push_back(health->stats());
  return stats;
}

}  // namespace sockq
