#include "collectors/base_unit.h"
#include "exporters/families.h"
#include "exporters/family.h"

namespace sockq {
namespace {

prometheus::MetricType metric_type(Kind kind) {
  return kind == Kind::counter ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge;
}

}  // namespace

void add_value_families(const NamespaceView& view, Source source, Families& families) {
  const auto table = kernel_value_table();
  std::string_view current;
  for (std::size_t row = 0; row < table.size(); ++row) {
    const KernelValue& value = table[row];
    if (value.source != source) continue;
    if (value.metric != current)
      families.push_back(make_family(value.metric, value.help, metric_type(value.kind)));
    current = value.metric;
    const auto& number = view.values[row];
    if (!number) continue;
    const double scaled = in_base_unit(*number, value.scale);
    if (value.family.empty())
      add_series(families.back(), scaled);
    else
      add_series(families.back(), scaled, {{"family", value.family}});
  }
}

}  // namespace sockq
