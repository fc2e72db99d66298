#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "collectors/owner.h"

namespace sockq {

/// What is known of a program's accept queue: what it asks listen() for, and how to change that.
struct Program {
  std::string_view name;              ///< as people know it
  std::string_view begins;            ///< how its process name or its executable's begins
  std::optional<std::uint32_t> asks;  ///< the default backlog; nothing where it varies
  bool follows_somaxconn;             ///< it asks for as much as there may be
  std::string_view setting;           ///< what sets it, and where
  std::string_view apply;             ///< what makes a new value count
  std::string_view source;            ///< where the default was checked
};

/// Ordered: the first that matches is meant.
[[nodiscard]] std::span<const Program> program_table();

/// The program of an owner; null where it is not in the table.
[[nodiscard]] const Program* program_of(const Owner* owner);

/// "raise ... in ...; then ...": how to give this owner's listener a longer queue.
[[nodiscard]] std::string how_to_raise_backlog(const Owner* owner);

/// How to raise net.core.somaxconn where this owner listens, and what makes it count.
[[nodiscard]] std::string how_to_raise_somaxconn(const Owner* owner);

/// What makes a program call listen() again, as a command where one is known.
[[nodiscard]] std::string how_to_listen_again(const Owner* owner);

/// Whose it is: "nginx (3 processes, nginx.service)"; empty where nothing is known.
[[nodiscard]] std::string owner_words(const Owner* owner);

}  // namespace sockq
