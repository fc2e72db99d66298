#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "agent/doctor/two_looks.h"
#include "collectors/finding.h"

namespace sockq {

/// What a rule says where it holds; the rest of a finding is the listener's.
struct Complaint {
  Severity severity = Severity::info;
  std::string title = {};
  std::string evidence = {};
  std::string why = {};
  std::string remedy = {};
  const Listener* listener = nullptr;  ///< that a rule of a namespace blames, if any
};

/// Whether something is wrong with one listener, or with a network namespace. Pure.
using ListenerCheck = std::optional<Complaint> (*)(const ListenerLooks& listener);
using NamespaceCheck = std::optional<Complaint> (*)(const TwoLooks& looks);

struct Rule {
  std::string_view id;
  std::string_view severity;  ///< the words of the table: "critical", "warning or critical"
  std::string_view meaning;
  std::string_view evidence;
  std::string_view remedy;
  std::string_view source;
  ListenerCheck on_listener = nullptr;  ///< one of both is set
  NamespaceCheck on_namespace = nullptr;
  /// Rules that say it better: where one of them holds for the listener, this one is left out.
  std::array<std::string_view, 3> said_by{};
};

}  // namespace sockq
