#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "exporters/json_page.h"

namespace sockq {

/// Something that happened: its name and what belongs to it, in the order in which it is written
/// (agent/output/README.md has all of them).
struct Event {
  std::string_view name;  ///< a literal
  Json fields = Json::object();
};

using Events = std::vector<Event>;

/// One line of JSON with "time", in Unix seconds, and "event", then the fields; valid UTF-8
/// whatever went in.
[[nodiscard]] std::string event_line(const Event& event,
                                     std::chrono::system_clock::time_point time);

}  // namespace sockq
