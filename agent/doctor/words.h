#pragma once

#include <fmt/core.h>

#include <chrono>
#include <cstdint>
#include <string>

#include "agent/doctor/two_looks.h"
#include "collectors/base/seconds.h"

namespace sockq {

/// "1 connection", "6 connections"; of words whose plural has an s.
[[nodiscard]] inline std::string counted(std::uint64_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// "3.0 s"
[[nodiscard]] inline std::string seconds_words(std::chrono::nanoseconds time) {
  return fmt::format("{:.1f} s", to_seconds(time));
}

/// "12 refusals in 3.0 s (4.0 a second)"
[[nodiscard]] inline std::string rate_words(const TwoLooks& looks, std::uint64_t count,
                                            std::string_view what) {
  return fmt::format("{} in {} ({:.1f} a second)", counted(count, what),
                     seconds_words(looks.between), looks.per_second(count));
}

/// "6 of 5 wait for accept()"; of several sockets, over all of them.
[[nodiscard]] inline std::string queue_words(const Listener& listener) {
  std::string words = fmt::format("{} wait for accept(), the limit is {}", listener.queue_length,
                                  listener.queue_limit);
  if (listener.sockets > 1) words += fmt::format(" (over {} sockets)", listener.sockets);
  if (listener.oldest_wait && listener.oldest_wait->count() > 0)
    words += ", the oldest for " + seconds_words(*listener.oldest_wait);
  return words;
}

}  // namespace sockq
