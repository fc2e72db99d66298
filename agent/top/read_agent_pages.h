#pragma once

#include <optional>
#include <string_view>

#include "agent/top/top_sample.h"

namespace sockq {

/// Reads back what an agent's pages /api/v1/listeners, /api/v1/connections and, where it has that,
/// /api/v1/findings say (exporters/listener_json.h, connection_json.h). A value that is missing or
/// of another kind is as one that is not known; an error where a page is none of an agent's. Pure.
[[nodiscard]] Result<TopSample> read_agent_pages(std::string_view listeners,
                                                 std::string_view connections,
                                                 std::optional<std::string_view> findings);

}  // namespace sockq
