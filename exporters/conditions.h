#pragma once

#include <map>
#include <string>
#include <string_view>

#include "exporters/event.h"

namespace sockq {

/// Things that are so or are not, each under a key that tells it from the others: which of them
/// began and which ended between two looks. Pure.
class Conditions {
 public:
  /// What is so at one look: the fields of its events, by key.
  using Now = std::map<std::string, Json>;

  /// Adds an event named `began` for each that was not so before, with its fields, and one named
  /// `ended` for each that is so no more, with the fields that it began with.
  void update(Now now, std::string_view began, std::string_view ended, Events& events);

 private:
  Now known_;
};

}  // namespace sockq
