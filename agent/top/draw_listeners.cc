#include <algorithm>

#include "agent/top/draw_parts.h"
#include "agent/top/number_text.h"

namespace sockq {
namespace {

/// Widths of the columns; a blank stands between two.
struct Columns {
  std::size_t name = 16;
  std::size_t bar = 6;
  std::size_t minute = 10;
  std::size_t owner = 8;
};

constexpr std::size_t kNumber = 4;               ///< of a length, a limit or a peak
constexpr std::size_t kQueue = 2 * kNumber + 1;  ///< of both with a slash
constexpr std::size_t kRate = 6;
constexpr std::size_t kWait = 5;
constexpr std::size_t kNarrow = 80;

/// What is beyond 80 columns goes to the names, the minute, the bar and the owner.
Columns columns_of(std::size_t width) {
  constexpr std::size_t kMostBar = 20;
  Columns columns;
  if (width <= kNarrow) return columns;
  columns.minute = width >= 170 ? 60 : width >= 120 ? 30 : width >= 100 ? 20 : 10;
  const std::size_t left = width - kNarrow - (columns.minute - 10);
  const std::size_t bar = std::min(left / 6, kMostBar - columns.bar);
  columns.name += left / 2;
  columns.bar += bar;
  columns.owner += left - left / 2 - bar;
  return columns;
}

char mark_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::refuses:
      return '!';
    case Trouble::overflows:
      return '*';
    case Trouble::near:
      return '+';
    case Trouble::closed:
      return 'x';
    case Trouble::waits:
    case Trouble::quiet:
      break;
  }
  return ' ';
}

std::string right(const std::string& text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::string left(std::string text, std::size_t width) {
  text.resize(std::max(width, text.size()), ' ');
  return text;
}

std::string queue_text(const Listener& listener) {
  if (listener.sockets == 0) return right("closed", kQueue);
  return right(count_text(listener.queue_length), kNumber) + "/" +
         left(count_text(listener.queue_limit), kNumber);
}

/// Zeros, and what is not known, stay in the background.
Style style_of_rate(std::optional<double> rate, Style style) {
  return rate.value_or(0) > 0 ? style : Style::dim;
}

void draw_headings(Grid& grid, std::size_t row, const Columns& columns) {
  std::size_t at = grid.put(row, 2, left("LISTENER", columns.name)) + 1;
  at = grid.put(row, at, "LEN/LIMIT") + 1;
  at = grid.put(row, at, left("FILL", columns.bar)) + 1;
  at = grid.put(row, at, "PEAK") + 1;
  at = grid.put(row, at, "DROP/s") + 1;
  at = grid.put(row, at, "OVER/s") + 1;
  at = grid.put(row, at, right("WAIT", kWait)) + 1;
  at = grid.put(row, at, left("LAST 60 s", columns.minute)) + 1;
  grid.put(row, at, "OWNER");
  grid.set_style(row, Style::heading);
}

void draw_row(const Canvas& canvas, std::size_t row, const ListenerRow& shown,
              const Columns& columns) {
  Grid& grid = canvas.grid;
  const Listener& listener = *shown.listener;
  const Style alarm = style_of(shown.trouble);
  const bool quiet = listener.queue_length == 0 && alarm == Style::normal;
  const Style queue = shown.trouble == Trouble::closed || quiet ? Style::dim : alarm;
  grid.put(row, 0, std::string(1, mark_of(shown.trouble)), alarm);
  std::size_t at =
      grid.put(row, 2, fitted_end(cells_of(row_name(shown), canvas.can), columns.name, canvas.can),
               alarm == Style::normal ? Style::normal : alarm);
  at = grid.put(row, at + 1, queue_text(listener), queue);
  at = grid.put(row, at + 1, bar(listener.fullest_ratio, columns.bar, canvas.can), alarm);
  const auto peak = listener.history ? std::optional(listener.history->peak) : std::nullopt;
  at = grid.put(row, at + 1, right(peak ? count_text(*peak) : "-", kNumber),
                peak.value_or(0) > 0 ? Style::normal : Style::dim);
  const auto drops = shown.trend->drops.rate();
  at = grid.put(row, at + 1, right(rate_text(drops), kRate), style_of_rate(drops, Style::normal));
  const auto overflows = shown.trend->overflows.rate();
  at = grid.put(row, at + 1, right(rate_text(overflows), kRate),
                style_of_rate(overflows, Style::near));
  const bool waits = listener.oldest_wait && listener.oldest_wait->count() > 0;
  at = grid.put(row, at + 1, right(time_text(listener.oldest_wait), kWait),
                waits ? Style::normal : Style::dim);
  at = grid.put(
      row, at + 1,
      sparkline(minute_cells(shown.trend->fill, canvas.model.second(), columns.minute), canvas.can),
      alarm);
  grid.put(row, at + 1,
           fitted(cells_of(owner_name(listener), canvas.can), columns.owner, canvas.can));
}

}  // namespace

void draw_listeners(const Canvas& canvas, std::size_t row, std::size_t rows) {
  const Columns columns = columns_of(canvas.grid.size().columns);
  const std::vector<ListenerRow>& all = canvas.model.listeners();
  draw_headings(canvas.grid, row, columns);
  if (all.empty()) canvas.grid.put(row + 2, 2, "no listener to show", Style::dim);
  const std::size_t first = canvas.model.first_row();
  for (std::size_t number = first; number < std::min(all.size(), first + rows); ++number) {
    const std::size_t at = row + 1 + number - first;
    draw_row(canvas, at, all[number], columns);
    if (number == canvas.model.selected_row()) canvas.grid.select(at);
  }
}

}  // namespace sockq
