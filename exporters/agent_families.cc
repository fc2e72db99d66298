#include "build_info.h"
#include "collectors/base/seconds.h"
#include "exporters/families.h"
#include "exporters/family.h"

namespace sockq {
namespace {

constexpr auto kCounter = prometheus::MetricType::Counter;
constexpr auto kGauge = prometheus::MetricType::Gauge;

/// The process_* names are the ones that every Prometheus client library uses.
void add_process(Families& families, std::string_view name, std::string_view help,
                 prometheus::MetricType type, double value) {
  families.push_back({"process_" + std::string(name), std::string(help), type, {}});
  add_series(families.back(), value);
}

void add_collector_families(const Snapshot& snapshot, Families& families) {
  prometheus::MetricFamily success = make_family(
      "scrape_collector_success", "1 where the collector's latest look succeeded, else 0.", kGauge);
  prometheus::MetricFamily duration = make_family("scrape_collector_duration_seconds",
                                                  "Time the collector's latest look took.", kGauge);
  for (const CollectorHealth& health : snapshot.health) {
    add_series(success, health.error ? 0 : 1, {{"collector", health.collector}});
    add_series(duration, to_seconds(health.duration), {{"collector", health.collector}});
  }
  families.push_back(std::move(success));
  families.push_back(std::move(duration));
}

void add_namespace_totals(const Snapshot& snapshot, Families& families) {
  if (!snapshot.namespace_totals) return;
  const NamespaceTotals& totals = *snapshot.namespace_totals;
  prometheus::MetricFamily& family = families.emplace_back(make_family(
      "network_namespaces",
      "Network namespaces of those that are to be watched (--netns), by state: watched, "
      "counters_only (may not be entered), not_permitted (nor read), over_max (--netns.max).",
      kGauge));
  const std::pair<std::string_view, std::size_t> states[] = {
      {"watched", totals.watched},
      {"counters_only", totals.counters_only},
      {"not_permitted", totals.not_permitted},
      {"over_max", totals.over_max}};
  for (const auto& [state, count] : states)
    add_series(family, static_cast<double>(count), {{"state", state}});
}

void add_lane_families(const Snapshot& snapshot, Families& families) {
  prometheus::MetricFamily samples =
      make_family("samples_total", "Looks at the kernel that a lane of collectors took.", kCounter);
  prometheus::MetricFamily missed = make_family(
      "samples_missed_total",
      "Looks left out: the one before still ran, or had used up what may be used of a processor.",
      kCounter);
  prometheus::MetricFamily interrupted = make_family(
      "dumps_interrupted_total",
      "Dumps of sockets that the kernel called inconsistent and that were repeated (netlink(7), "
      "NLM_F_DUMP_INTR).",
      kCounter);
  for (const LaneStats& lane : snapshot.lanes) {
    add_series(interrupted, static_cast<double>(lane.interrupted), {{"lane", lane.lane}});
    add_series(samples, static_cast<double>(lane.samples), {{"lane", lane.lane}});
    add_series(missed, static_cast<double>(lane.missed), {{"lane", lane.lane}});
  }
  families.push_back(std::move(samples));
  families.push_back(std::move(missed));
  families.push_back(std::move(interrupted));
}

void add_output_families(const Snapshot& snapshot, Families& families) {
  prometheus::MetricFamily success = make_family(
      "output_success", "1 where what was last to be written was written, else 0.", kGauge);
  prometheus::MetricFamily written = make_family(
      "output_written_total", "Files of metrics, or lines of events, that were written.", kCounter);
  prometheus::MetricFamily lost =
      make_family("output_lost_total", "Those that could not be written.", kCounter);
  for (const OutputStats& output : snapshot.outputs) {
    add_series(success, output.works ? 1 : 0, {{"output", output.output}});
    add_series(written, static_cast<double>(output.written), {{"output", output.output}});
    add_series(lost, static_cast<double>(output.lost), {{"output", output.output}});
  }
  families.push_back(std::move(success));
  families.push_back(std::move(written));
  families.push_back(std::move(lost));
}

}  // namespace

void add_process_families(const Snapshot& snapshot, Families& families) {
  if (!snapshot.process) return;
  const ProcessStats& process = *snapshot.process;
  add_process(families, "cpu_seconds_total", "Processor time of sockq (/proc/self/stat).", kCounter,
              process.cpu_seconds);
  add_process(families, "resident_memory_bytes", "Resident memory of sockq (/proc/self/stat).",
              kGauge, static_cast<double>(process.resident_bytes));
  add_process(families, "virtual_memory_bytes", "Virtual memory of sockq (/proc/self/stat).",
              kGauge, static_cast<double>(process.virtual_bytes));
  add_process(families, "open_fds", "Open file descriptors of sockq (/proc/self/fd).", kGauge,
              static_cast<double>(process.open_fds));
  add_process(families, "max_fds", "Most file descriptors sockq may open (/proc/self/limits).",
              kGauge, static_cast<double>(process.max_fds));
  add_process(families, "start_time_seconds", "When sockq started, in Unix time.", kGauge,
              to_seconds(snapshot.agent_start.time_since_epoch()));
}

void add_agent_families(const Snapshot& snapshot, Families& families) {
  add_collector_families(snapshot, families);
  add_lane_families(snapshot, families);
  add_output_families(snapshot, families);
  add_namespace_totals(snapshot, families);
  prometheus::MetricFamily& time = families.emplace_back(make_family(
      "snapshot_timestamp_seconds", "When the kernel was last looked at, in Unix time.", kGauge));
  add_series(time, to_seconds(snapshot.time.time_since_epoch()));
  prometheus::MetricFamily& build = families.emplace_back(make_family(
      "build_info", "The version of sockq and what it was built with; always 1.", kGauge));
  add_series(build, 1, {{"version", kVersion}, {"revision", kRevision}, {"compiler", kCompiler}});
}

}  // namespace sockq
