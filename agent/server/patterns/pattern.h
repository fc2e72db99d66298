#pragma once

#include <span>
#include <string_view>

#include "agent/server/service.h"
#include "agent/server/stop.h"
#include "collectors/base/result.h"

namespace sockq {

/// A way in which connections get a thread, a process or a loop.
struct Pattern {
  std::string_view name;
  std::string_view help;
  std::size_t workers = 1;      ///< where nobody says how many; 0: one a processor
  bool workers_accept = false;  ///< worker processes, which may have listening sockets of their own
  /// Serves until the stop.
  Result<Unit> (*run)(const Service& service, Stop& stop);
};

[[nodiscard]] std::span<const Pattern> pattern_table();

/// Null where there is none of that name.
[[nodiscard]] const Pattern* find_pattern(std::string_view name);

Result<Unit> run_serial(const Service& service, Stop& stop);
Result<Unit> run_process(const Service& service, Stop& stop);
Result<Unit> run_thread(const Service& service, Stop& stop);
Result<Unit> run_prefork(const Service& service, Stop& stop);
Result<Unit> run_pool(const Service& service, Stop& stop);
Result<Unit> run_epoll(const Service& service, Stop& stop);
Result<Unit> run_hybrid(const Service& service, Stop& stop);

}  // namespace sockq
