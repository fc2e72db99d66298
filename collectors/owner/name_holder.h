#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace sockq {

/// A process that holds a listener, and its name (comm).
struct NamedProcess {
  std::uint32_t pid = 0;
  std::string name;
};

/// A process that opens listeners for others and hands them over, by its name: systemd, inetd and
/// their like.
[[nodiscard]] bool is_manager(const std::string& name);

/// Which of the processes that hold a listener is named as its owner: of those that are no managers
/// (of all, where there are managers only) the name that most of them have, and of these the lowest
/// pid. Where two names are as common, that of the lower pid. Nothing where there is no process.
/// Pure. `processes` is ordered by pid.
[[nodiscard]] std::optional<NamedProcess> name_holder(std::span<const NamedProcess> processes);

}  // namespace sockq
