#pragma once

#include "collectors/listener.h"
#include "exporters/family.h"

namespace sockq {

/// Adds the series of one listener, with the two labels that every metric of listeners has.
inline void add_listener_series(prometheus::MetricFamily& family, const Listener& listener,
                                double value) {
  add_series(family, value,
             {{"protocol", protocol_name(listener.protocol)}, {"listener", listener.address}});
}

inline void add_listener_histogram(prometheus::MetricFamily& family, const Listener& listener,
                                   const FillHistogram& fill) {
  add_histogram(family, fill,
                {{"protocol", protocol_name(listener.protocol)}, {"listener", listener.address}});
}

}  // namespace sockq
