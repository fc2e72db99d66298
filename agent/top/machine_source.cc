#include <utility>

#include "agent/doctor/finding_watch.h"
#include "agent/outside.h"
#include "agent/sampler.h"
#include "agent/top/top_source.h"

namespace sockq {
namespace {

/// Enough for every listener of a large machine.
constexpr std::size_t kMostListeners = 65'536;

constexpr std::chrono::seconds kFindingInterval{1};

Sampler::Options sampler_options() {
  Sampler::Options options;
  options.collectors = every_collector();
  std::erase_if(options.collectors,
                [](const Collector* collector) { return collector->name == "process"; });
  options.slow_interval = std::chrono::seconds(1);
  options.sweeps.interval = std::chrono::seconds(2);
  options.listeners.most_listeners = kMostListeners;
  return options;
}

class MachineSource : public TopSource {
 public:
  MachineSource(std::unique_ptr<Outside> outside, std::string name)
      : outside_(std::move(outside)),
        name_(std::move(name)),
        sampler_(outside_->env(), sampler_options()),
        findings_([this] { return sampler_.snapshot(); }, kFindingInterval) {}

  [[nodiscard]] Result<Unit> start() {
    if (Result<Unit> first = sampler_.look_once(); !first.ok()) return first;
    sampler_.start();
    return Unit{};
  }

  [[nodiscard]] Result<TopSample> look() override {
    TopSample sample{.snapshot = findings_.snapshot(), .findings = {}};
    sample.findings = std::move(sample.snapshot.findings);
    return sample;
  }

  [[nodiscard]] std::string name() const override { return name_; }

 private:
  std::unique_ptr<Outside> outside_;
  std::string name_;
  Sampler sampler_;
  FindingWatch findings_;
};

}  // namespace

Result<std::unique_ptr<TopSource>> open_machine(const SourceOptions& options) {
  Result<std::unique_ptr<Outside>> outside = Outside::open(options);
  if (!outside.ok()) return outside.error();
  auto source = std::make_unique<MachineSource>(
      std::move(outside).value(), options.replay.empty() ? "this machine" : options.replay);
  if (const Result<Unit> started = source->start(); !started.ok()) return started.error();
  return std::unique_ptr<TopSource>(std::move(source));
}

}  // namespace sockq
