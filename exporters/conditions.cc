#include "exporters/conditions.h"

#include <utility>

namespace sockq {

void Conditions::update(Now now, std::string_view began, std::string_view ended, Events& events) {
  for (const auto& [key, fields] : known_)
    if (!now.contains(key)) events.push_back({ended, fields});
  for (auto& [key, fields] : now) {
    const auto known = known_.find(key);
    if (known == known_.end())
      events.push_back({began, fields});
    else
      fields = known->second;
  }
  known_ = std::move(now);
}

}  // namespace sockq
