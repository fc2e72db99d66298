#include <algorithm>

#include "agent/top/draw_parts.h"
#include "agent/top/number_text.h"

namespace sockq {
namespace {

constexpr std::size_t kNarrow = 80;
constexpr std::size_t kState = 11;
constexpr std::size_t kBytes = 6;
constexpr std::size_t kPercent = 5;

/// Of an address; both take what is beyond 80 columns.
std::size_t address_width(std::size_t width) {
  constexpr std::size_t kLeast = 20;
  constexpr std::size_t kMost = 60;
  return std::min(kMost, kLeast + (width > kNarrow ? (width - kNarrow) / 2 : 0));
}

std::optional<double> ratio_of(const std::optional<BufferFill>& buffer) {
  return buffer ? std::optional(buffer->ratio()) : std::nullopt;
}

Style style_of_fill(std::optional<double> ratio) {
  constexpr double kNear = 0.75;
  if (ratio.value_or(0) >= 1) return Style::bad;
  return ratio.value_or(0) >= kNear ? Style::near : Style::normal;
}

void draw_headings(Grid& grid, std::size_t row, std::size_t address) {
  grid.put(row, 0, "LOCAL");
  grid.put(row, address + 1, "REMOTE");
  std::size_t at = 2 * address + 2;
  grid.put(row, at, "STATE");
  at += kState + 1;
  for (const char* heading : {"RECV-Q", "  BUF", "SEND-Q", "  BUF"})
    at = grid.put(row, at, heading) + 1;
  grid.set_style(row, Style::heading);
}

void draw_row(const Canvas& canvas, std::size_t row, const ConnectionRow& shown,
              std::size_t address) {
  Grid& grid = canvas.grid;
  const Connection& connection = *shown.connection;
  const std::string netns = shown.netns->empty() ? "" : *shown.netns + " ";
  const auto end = [&](const std::string& text) {
    return fitted_end(cells_of(text, canvas.can), address, canvas.can);
  };
  const auto number = [](const std::string& text, std::size_t width) {
    return to_the_right(std::u32string(text.begin(), text.end()), width);
  };
  std::size_t at = grid.put(row, 0, end(netns + endpoint_text(connection.local))) + 1;
  at = grid.put(row, at, end(endpoint_text(connection.remote))) + 1;
  const char* state = connection.waits_for_accept() ? "waits" : state_name(connection.state);
  grid.put(row, at, state, connection.waits_for_accept() ? Style::near : Style::normal);
  at += kState + 1;
  const auto queue = [&](std::uint32_t bytes, const std::optional<BufferFill>& buffer) {
    at = grid.put(row, at, number(bytes_text(bytes), kBytes),
                  bytes > 0 ? Style::normal : Style::dim) +
         1;
    const auto ratio = ratio_of(buffer);
    at = grid.put(row, at, number(percent_text(ratio), kPercent), style_of_fill(ratio)) + 1;
  };
  queue(connection.receive_queue, connection.receive_buffer);
  queue(connection.send_queue, connection.send_buffer);
}

}  // namespace

void draw_connections(const Canvas& canvas, std::size_t row, std::size_t rows) {
  const std::size_t address = address_width(canvas.grid.size().columns);
  const std::vector<ConnectionRow>& all = canvas.model.connections();
  draw_headings(canvas.grid, row, address);
  if (all.empty()) canvas.grid.put(row + 2, 0, "no connection holds bytes", Style::dim);
  const std::size_t first = canvas.model.first_row();
  for (std::size_t number = first; number < std::min(all.size(), first + rows); ++number) {
    const std::size_t at = row + 1 + number - first;
    draw_row(canvas, at, all[number], address);
    if (number == canvas.model.selected_row()) canvas.grid.select(at);
  }
}

}  // namespace sockq
