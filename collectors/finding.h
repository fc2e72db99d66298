#pragma once

#include <cstdint>
#include <string>

namespace sockq {

enum class Severity : std::uint8_t { info, warning, critical };

[[nodiscard]] constexpr const char* severity_name(Severity severity) {
  switch (severity) {
    case Severity::critical:
      return "critical";
    case Severity::warning:
      return "warning";
    case Severity::info:
      break;
  }
  return "info";
}

/// Something that is wrong now, in words for people. All text is of any bytes.
struct Finding {
  std::string rule = {};  ///< its id in the table of rules
  Severity severity = Severity::info;
  std::string netns = {};     ///< empty where no other network namespace is watched
  std::string protocol = {};  ///< of the listener: tcp, mptcp or unix
  std::string listener = {};  ///< its address; empty where the whole namespace is concerned
  std::string owner = {};     ///< whose the listener is; empty where that is not known
  std::string title = {};     ///< what is wrong, in a sentence without its full stop
  std::string evidence = {};  ///< in figures
  std::string why = {};
  std::string remedy = {};

  [[nodiscard]] bool operator==(const Finding&) const = default;
};

}  // namespace sockq
