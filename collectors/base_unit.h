#pragma once

#include <unistd.h>

#include <cstdint>

#include "collectors/kernel_values.h"

namespace sockq {

/// A value of the kernel in seconds, bytes or as it is.
[[nodiscard]] inline double in_base_unit(std::int64_t number, Scale scale) {
  const auto value = static_cast<double>(number);
  switch (scale) {
    case Scale::milliseconds:
      return value / 1000;
    case Scale::pages:
      return value * static_cast<double>(::sysconf(_SC_PAGESIZE));
    case Scale::one:
      break;
  }
  return value;
}

}  // namespace sockq
