#include "agent/agent_sampling.h"

#include <algorithm>
#include <string>
#include <utility>

#include "agent/listener_filter.h"
#include "collectors/base/text.h"
#include "collectors/proc/procfs.h"

namespace sockq {
namespace {

constexpr std::chrono::seconds kLongestGap{10};

/// Of what the words and the environment do not say, the files do.
Result<Unit> read_pod_info(const std::string& directory, OwnerBook::Options& pod) {
  if (directory.empty()) return Unit{};
  const MountedProcFs files(directory);
  for (auto& [file, value] : {std::pair("name", &pod.pod), {"namespace", &pod.pod_namespace}}) {
    std::string buffer;
    const Result<std::string_view> text = files.read(file, buffer);
    if (!text.ok())
      return Error{text.error().code, "cannot read", files.full_path(file),
                   "have the downward API write metadata.name and metadata.namespace there"};
    std::string_view line = text.value();
    if (value->empty()) *value = next_line(line);
  }
  return Unit{};
}

}  // namespace

Result<SamplingOptions> sampling_options(const AgentOptions& options) {
  auto wanted = make_listener_filter(options.listener_include, options.listener_exclude);
  if (!wanted.ok()) return wanted.error();
  SamplingOptions result;
  result.listeners = {options.peak_window, options.most_listeners,
                      std::max<std::chrono::nanoseconds>(kLongestGap, 2 * options.interval),
                      std::move(wanted).value()};
  result.burst_interval = options.burst_interval;
  result.fast_max_cpu = options.fast_max_cpu / 100;
  result.sweeps.interval = options.sweep_interval;
  result.sweeps.max_cpu = options.sweep_max_cpu / 100;
  result.wait_interval = options.wait_interval;
  result.most_peers = options.most_peers;
  result.owners.pod = options.pod;
  result.owners.pod_namespace = options.pod_namespace;
  if (Result<Unit> pod = read_pod_info(options.pod_info, result.owners); !pod.ok())
    return pod.error();
  result.fast_interval = options.interval;
  result.slow_interval = options.slow_interval;
  result.collectors = every_collector();
  std::erase_if(result.collectors, [&](const Collector* collector) {
    return std::ranges::find(options.disabled, collector->name) != options.disabled.end();
  });
  return result;
}

}  // namespace sockq
