#include "exporters/event.h"

#include "collectors/base/seconds.h"

namespace sockq {

std::string event_line(const Event& event, std::chrono::system_clock::time_point time) {
  Json line;
  line["time"] = to_seconds(time.time_since_epoch());
  line["event"] = event.name;
  line.update(event.fields);
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sockq
