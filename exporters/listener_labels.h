#pragma once

#include "collectors/listener.h"
#include "exporters/family.h"

namespace sockq {

/// The two labels that every metric of a listener has. They borrow from it.
[[nodiscard]] inline Labels listener_labels(const Listener& listener) {
  return {{"protocol", protocol_name(listener.protocol)}, {"listener", listener.address}};
}

/// Adds the series of one listener.
inline void add_listener_series(prometheus::MetricFamily& family, const Listener& listener,
                                double value) {
  add_series(family, value, listener_labels(listener));
}

inline void add_listener_histogram(prometheus::MetricFamily& family, const Listener& listener,
                                   const FillHistogram& fill) {
  add_histogram(family, fill, listener_labels(listener));
}

}  // namespace sockq
