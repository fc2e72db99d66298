#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "collectors/base/result.h"

namespace sockq {

/// Whether to watch the listener of an address: it must match the whole of `include` and must not
/// match the whole of `exclude`, each where it is not empty. RE2's syntax, as in Prometheus; linear
/// in time whatever the expression. The error names the expression that is none.
[[nodiscard]] Result<std::function<bool(std::string_view address)>> make_listener_filter(
    const std::string& include, const std::string& exclude);

}  // namespace sockq
