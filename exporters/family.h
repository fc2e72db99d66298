#pragma once

#include <prometheus/metric_family.h>

#include <string_view>
#include <utility>
#include <vector>

#include "collectors/fill_histogram.h"

namespace sockq {

/// A label's name and value; the value is text of any bytes, made valid UTF-8 here and escaped when
/// it is written out.
using LabelPair = std::pair<std::string_view, std::string_view>;
using Labels = std::vector<LabelPair>;

/// An empty family named "sockq_" + `name`. HELP may hold no newline or backslash: the serializer
/// writes it as it is.
[[nodiscard]] prometheus::MetricFamily make_family(std::string_view name, std::string_view help,
                                                   prometheus::MetricType type);

/// Adds one series to a family of counters or gauges.
void add_series(prometheus::MetricFamily& family, double value, const Labels& labels = {});

/// Adds one histogram to a family of them.
void add_histogram(prometheus::MetricFamily& family, const FillHistogram& fill,
                   const Labels& labels);

}  // namespace sockq
