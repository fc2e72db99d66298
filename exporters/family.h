#pragma once

#include <prometheus/metric_family.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace sockq {

/// A label's name and value; the value is text of any bytes, escaped when it is written out.
using LabelPair = std::pair<std::string_view, std::string_view>;

/// An empty family named "sockq_" + `name`. HELP may hold no newline or backslash: the serializer
/// writes it as it is.
[[nodiscard]] inline prometheus::MetricFamily make_family(std::string_view name,
                                                          std::string_view help,
                                                          prometheus::MetricType type) {
  return {"sockq_" + std::string(name), std::string(help), type, {}};
}

/// Adds one series to a family of counters or gauges.
inline void add_series(prometheus::MetricFamily& family, double value,
                       std::initializer_list<LabelPair> labels = {}) {
  prometheus::ClientMetric& metric = family.metric.emplace_back();
  for (const auto& [name, text] : labels)
    metric.label.push_back({std::string(name), std::string(text)});
  if (family.type == prometheus::MetricType::Counter)
    metric.counter.value = value;
  else
    metric.gauge.value = value;
}

}  // namespace sockq
