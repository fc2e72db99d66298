#include "exporters/family.h"

#include <limits>
#include <string>

#include "collectors/base/utf8.h"

namespace sockq {
namespace {

prometheus::ClientMetric& add_labelled(prometheus::MetricFamily& family, const Labels& labels) {
  prometheus::ClientMetric& metric = family.metric.emplace_back();
  for (const auto& [name, text] : labels)
    metric.label.push_back({std::string(name), valid_utf8(text)});
  return metric;
}

}  // namespace

prometheus::MetricFamily make_family(std::string_view name, std::string_view help,
                                     prometheus::MetricType type) {
  return {"sockq_" + std::string(name), std::string(help), type, {}};
}

void add_series(prometheus::MetricFamily& family, double value, const Labels& labels) {
  prometheus::ClientMetric& metric = add_labelled(family, labels);
  if (family.type == prometheus::MetricType::Counter)
    metric.counter.value = value;
  else
    metric.gauge.value = value;
}

void add_histogram(prometheus::MetricFamily& family, const FillHistogram& fill,
                   const Labels& labels) {
  prometheus::ClientMetric::Histogram& histogram = add_labelled(family, labels).histogram;
  std::uint64_t cumulated = 0;
  for (std::size_t bucket = 0; bucket < fill.counts().size(); ++bucket) {
    cumulated += fill.counts()[bucket];
    const bool is_last = bucket == FillHistogram::kBounds.size();
    histogram.bucket.push_back({.cumulative_count = cumulated,
                                .upper_bound = is_last ? std::numeric_limits<double>::infinity()
                                                       : FillHistogram::kBounds[bucket]});
  }
  histogram.sample_count = cumulated;
  histogram.sample_sum = fill.sum();
}

}  // namespace sockq
