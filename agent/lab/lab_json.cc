#include <nlohmann/json.hpp>

#include "agent/lab/report.h"
#include "agent/load_text.h"
#include "collectors/base/seconds.h"

namespace sockq {
namespace {

using Json = nlohmann::ordered_json;

Json watched_json(const Watched& watched) {
  Json timeline = Json::array();
  for (const QueuePoint& point : watched.points) timeline.push_back({point.seconds, point.length});
  return {{"listener", watched.address},
          {"limit", watched.limit},
          {"peak", watched.peak},
          {"full_seconds", to_seconds(watched.full_time)},
          {"oldest_wait_seconds", to_seconds(watched.oldest_wait)},
          {"overflows", watched.overflows},
          {"drops", watched.drops},
          {"queue", timeline}};
}

Json run_json(const LabRun& run) {
  Json json = {{"name", run.name}};
  if (run.load) json["load"] = Json::parse(load_json(*run.load));
  json["cpu_seconds"] = to_seconds(run.processor_time);
  json["memory_bytes"] = run.memory_bytes;
  for (const auto& [name, value] : run.figures) json["figures"][name] = value;
  for (const Watched& watched : run.watched) json["listeners"].push_back(watched_json(watched));
  return json;
}

}  // namespace

std::string lab_json(const LabReport& report) {
  Json json = {{"scenario", report.scenario},
               {"question", report.question},
               {"findings", report.findings},
               {"runs", Json::array()}};
  for (const LabRun& run : report.runs) json["runs"].push_back(run_json(run));
  return json.dump(1) + "\n";
}

}  // namespace sockq
