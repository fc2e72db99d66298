#include "agent/server/patterns/pattern.h"

#include <algorithm>
#include <array>

namespace sockq {

std::span<const Pattern> pattern_table() {
  static constexpr std::array<Pattern, 7> kTable{{
      {"serial", "one connection at a time, blocking", 1, false, run_serial},
      {"process", "a process for each connection", 1, false, run_process},
      {"thread", "a thread for each connection", 1, false, run_thread},
      {"prefork", "processes that accept at one listener, each one connection at a time", 4, true,
       run_prefork},
      {"pool", "a fixed pool of threads behind one acceptor", 4, false, run_pool},
      {"epoll", "one evented loop over non-blocking sockets", 1, false, run_epoll},
      {"hybrid", "processes with an evented loop each, as nginx has", 0, true, run_hybrid},
  }};
  return kTable;
}

const Pattern* find_pattern(std::string_view name) {
  const auto table = pattern_table();
  const auto found = std::ranges::find(table, name, &Pattern::name);
  return found == table.end() ? nullptr : &*found;
}

}  // namespace sockq
