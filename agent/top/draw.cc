#include "agent/top/draw.h"

#include <fmt/chrono.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "agent/top/draw_parts.h"
#include "agent/top/number_text.h"

namespace sockq {
namespace {

constexpr std::size_t kTitleRows = 2;  ///< above the headings
constexpr Size kLeast{8, 40};

/// Of the findings and their title; none where nobody looks for any.
std::size_t finding_rows(const TopModel& model, Size size) {
  constexpr std::size_t kMost = 8;
  if (!model.sample().findings) return 0;
  return 1 + std::clamp<std::size_t>(size.rows / 6, 1, kMost);
}

std::string failing_collectors(const TopModel& model) {
  std::string names;
  for (const CollectorHealth& health : model.sample().snapshot.health)
    if (health.error) names.append(names.empty() ? "" : ",").append(health.collector);
  return names;
}

void draw_title(const Canvas& canvas) {
  constexpr std::size_t kSource = 32;
  const TopModel& model = canvas.model;
  Grid& grid = canvas.grid;
  const auto text = [&](const std::string& foreign) { return cells_of(foreign, canvas.can); };
  std::size_t column = grid.put(0, 0, "sockq top", Style::strong) + 2;
  std::u32string source = text(model.source());
  if (source.size() > kSource) source = fitted(std::move(source), kSource, canvas.can);
  column = grid.put(0, column, source) + 2;
  const auto tag = [&](const char* name, const std::string& value) {
    column = grid.put(0, column, name, Style::dim) + 1;
    column = grid.put(0, column, text(value)) + 2;
  };
  if (model.page() == TopModel::Page::listeners) tag("by", order_name(model.order()));
  if (!model.filter().empty()) tag("filter", model.filter());
  if (model.netns()) tag("netns", model.netns()->empty() ? "-" : *model.netns());
  if (!model.process().empty()) tag("process", model.process());
  if (const std::string failing = failing_collectors(model); !failing.empty())
    tag("failing", failing);
  const auto now = std::chrono::time_point_cast<std::chrono::seconds>(model.sample().snapshot.time);
  const std::string clock =
      "  every " + model.rhythm() + "  " + fmt::format("{:%H:%M:%S} UTC", fmt::gmtime(now));
  if (clock.size() < grid.size().columns)
    grid.put(0, grid.size().columns - clock.size(), clock, Style::dim);
}

double sum_of(const std::vector<ListenerRow>& rows, RateWindow ListenerTrend::*rates) {
  double sum = 0;
  for (const ListenerRow& row : rows) sum += (row.trend->*rates).rate().value_or(0);
  return sum;
}

void draw_totals(const Canvas& canvas) {
  constexpr std::size_t kFigure = 4;
  const std::vector<ListenerRow>& rows = canvas.model.listeners();
  std::uint64_t refuse = 0;
  std::uint64_t wait = 0;
  for (const ListenerRow& row : rows) {
    refuse += row.trouble == Trouble::refuses ? 1 : 0;
    wait += row.listener->queue_length;
  }
  const double overflows = sum_of(rows, &ListenerTrend::overflows);
  const double drops = sum_of(rows, &ListenerTrend::drops);
  std::size_t column = 0;
  const auto figure = [&](const char* name, const std::string& value, Style style) {
    column = canvas.grid.put(1, column, name, Style::dim) + 1;
    column = canvas.grid.put(1, column, fmt::format("{:>{}}", value, kFigure), style) + 2;
  };
  figure("listeners", count_text(rows.size()), Style::normal);
  figure("refusing", count_text(refuse), refuse > 0 ? Style::bad : Style::normal);
  figure("overflows/s", rate_text(overflows), overflows > 0 ? Style::near : Style::normal);
  figure("drops/s", rate_text(drops), Style::normal);
  figure("waiting", count_text(wait), Style::normal);
}

using Hint = std::pair<const char*, const char*>;

/// Two blanks between hints where there is room for that, else one.
void draw_hints(const Canvas& canvas, std::size_t row, std::initializer_list<Hint> hints) {
  std::size_t length = 0;
  for (const auto& [key, what] : hints)
    length += std::string_view(key).size() + std::string_view(what).size() + 3;
  const std::size_t gap = length - 2 <= canvas.grid.size().columns ? 2 : 1;
  std::size_t column = 0;
  for (const auto& [key, what] : hints) {
    column = canvas.grid.put(row, column, key, Style::accent) + 1;
    column = canvas.grid.put(row, column, what, Style::dim) + gap;
  }
}

void draw_keys(const Canvas& canvas, std::size_t row) {
  const TopModel& model = canvas.model;
  if (model.editing()) {
    const std::size_t column = canvas.grid.put(row, 0, "filter: " + model.filter(), Style::strong);
    canvas.grid.put(row, column, "_   Enter keeps it, Esc clears it", Style::dim);
  } else if (model.sheet() != TopModel::Sheet::none) {
    draw_hints(canvas, row, {{"Esc", "back"}, {"?", "help"}, {"q", "quit"}});
  } else if (model.page() == TopModel::Page::connections) {
    draw_hints(
        canvas, row,
        {{"/", "filter"}, {"n", "namespace"}, {"c", "listeners"}, {"?", "help"}, {"q", "quit"}});
  } else {
    draw_hints(canvas, row,
               {{"/", "filter"},
                {"s", "order"},
                {"n", "namespace"},
                {"p", "process"},
                {"c", "connections"},
                {"Enter", "all"},
                {"?", "help"},
                {"q", "quit"}});
  }
}

}  // namespace

std::size_t row_room(const TopModel& model, Size size) {
  const std::size_t taken = kTitleRows + 1 + finding_rows(model, size) + 1;
  return size.rows > taken ? size.rows - taken : 0;
}

Grid draw(const TopModel& model, Size size, Capabilities can) {
  Grid grid(size);
  const Canvas canvas{grid, model, can};
  if (size.rows < kLeast.rows || size.columns < kLeast.columns) {
    grid.put(0, 0, fmt::format("needs {}x{}", kLeast.columns, kLeast.rows));
    return grid;
  }
  draw_title(canvas);
  if (!model.missed().empty()) grid.put(1, 0, cells_of(model.missed(), can), Style::bad);
  draw_keys(canvas, size.rows - 1);
  if (model.sheet() == TopModel::Sheet::help) {
    draw_help(canvas, kTitleRows);
    return grid;
  }
  if (model.sheet() == TopModel::Sheet::detail) {
    draw_detail(canvas, kTitleRows, size.rows - 1);
    return grid;
  }
  if (model.missed().empty()) draw_totals(canvas);
  const std::size_t rows = row_room(model, size);
  if (model.page() == TopModel::Page::listeners)
    draw_listeners(canvas, kTitleRows, rows);
  else
    draw_connections(canvas, kTitleRows, rows);
  if (const std::size_t room = finding_rows(model, size); room > 0)
    draw_findings(canvas, size.rows - 1 - room, room - 1);
  return grid;
}

}  // namespace sockq
