#pragma once

#include <optional>
#include <string_view>

#include "collectors/endpoint.h"

namespace sockq {

/// What endpoint_text() wrote; nothing where `text` is something else.
[[nodiscard]] std::optional<Endpoint> parse_endpoint(std::string_view text);

}  // namespace sockq
