#include <array>
#include <utility>

#include "agent/top/draw_parts.h"

namespace sockq {

void draw_help(const Canvas& canvas, std::size_t row) {
  using Line = std::pair<const char*, const char*>;
  constexpr std::array<Line, 20> kLines{{
      {"up down j k", "select; PgUp PgDn Home End g G go further"},
      {"Enter", "all about the selected listener; Esc goes back"},
      {"/", "only rows with this text in address, namespace or owner; Esc: all"},
      {"p", "only the listeners of the selected one's process; again: all"},
      {"n", "one namespace after the other, then all"},
      {"s S", "order by the next, the previous: trouble, fill, length, wait, ..."},
      {"c Tab", "listeners, or the connections with the fullest queues"},
      {"q", "quit"},
      {"", ""},
      {"LEN/LIMIT", "connections that wait for accept(), and how many may"},
      {"FILL", "of the fullest socket; full is limit + 1, and refuses clients"},
      {"PEAK", "highest length of the last minute, between the looks too"},
      {"DROP/s", "segments discarded at its sockets, retries included, over 5 s"},
      {"OVER/s", "refusals by its full queue, over 5 s; unix sockets have neither"},
      {"WAIT", "age of the oldest connection that waits for accept()"},
      {"!", "refuses clients now"},
      {"*", "refused some in the last 5 s"},
      {"+", "three quarters full"},
      {"x", "closed; shown for 5 minutes"},
      {"", ""},
  }};
  constexpr std::size_t kText = 14;
  for (const auto& [key, text] : kLines) {
    canvas.grid.put(row, 1, key, Style::accent);
    canvas.grid.put(row++, kText, text);
  }
}

}  // namespace sockq
