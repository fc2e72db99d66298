#include <fmt/core.h>

#include <algorithm>

#include "agent/top/draw_parts.h"
#include "agent/top/number_text.h"
#include "agent/top/wrapped.h"

namespace sockq {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kLabel = 15;
constexpr std::size_t kChartRows = 4;

/// The lines of the sheet, one below the other, down to its end.
class Sheet {
 public:
  Sheet(const Canvas& canvas, std::size_t row, std::size_t end)
      : canvas_(canvas), row_(row), end_(end) {}

  void skip() { ++row_; }
  void line(const std::string& text, Style style = Style::normal) {
    put(0, cells_of(text, canvas_.can), style);
    ++row_;
  }
  void value(const char* label, const std::string& text, Style style = Style::normal) {
    put(0, cells_of(label, canvas_.can), Style::dim);
    put(kLabel, cells_of(text, canvas_.can), style);
    ++row_;
  }
  void paragraph(const char* label, const std::string& text) {
    put(0, cells_of(label, canvas_.can), Style::dim);
    const std::size_t width = canvas_.grid.size().columns - kIndent - kLabel - 1;
    for (const std::u32string& part : wrapped(cells_of(text, canvas_.can), width)) {
      put(kLabel, part, Style::normal);
      ++row_;
    }
  }
  void picture(const std::u32string& cells, Style style) {
    put(kLabel, cells, style);
    ++row_;
  }
  void label(const char* label) { put(0, cells_of(label, canvas_.can), Style::dim); }

 private:
  void put(std::size_t column, const std::u32string& cells, Style style) {
    if (row_ < end_) canvas_.grid.put(row_, kIndent + column, cells, style);
  }

  const Canvas& canvas_;
  std::size_t row_;
  std::size_t end_;
};

const char* verdict(Trouble trouble) {
  switch (trouble) {
    case Trouble::refuses:
      return "FULL: it refuses clients now";
    case Trouble::overflows:
      return "it refused clients within the last 5 s";
    case Trouble::near:
      return "three quarters full";
    case Trouble::closed:
      return "closed";
    case Trouble::waits:
    case Trouble::quiet:
      break;
  }
  return "";
}

std::string owner_text(const Owner& owner) {
  std::string text;
  const auto add = [&text](const std::string& what) {
    if (!what.empty()) text += (text.empty() ? "" : ", ") + what;
  };
  if (!owner.process.empty())
    add(owner.process + (owner.pid ? fmt::format(" (pid {})", owner.pid) : ""));
  if (owner.processes > 1) add(fmt::format("{} processes", owner.processes));
  add(owner.executable);
  add(owner.unit);
  if (!owner.container.empty()) add("container " + owner.container);
  if (!owner.pod.empty()) add("pod " + owner.pod_namespace + "/" + owner.pod);
  return text.empty() ? "unknown" : text;
}

void write_queue(Sheet& sheet, const ListenerRow& row) {
  const Listener& listener = *row.listener;
  std::string queue = fmt::format("{} of {}", listener.queue_length, listener.queue_limit);
  if (listener.sockets > 1)
    queue += fmt::format("; the fullest of its {} sockets is {} full", listener.sockets,
                         percent_text(listener.fullest_ratio));
  sheet.value("accept queue", queue, style_of(row.trouble));
  if (listener.history)
    sheet.value("peak",
                fmt::format("{}; full for {:.1f} s since it was first seen", listener.history->peak,
                            std::chrono::duration<double>(listener.history->full_time).count()));
  sheet.value("oldest wait", time_text(listener.oldest_wait));
  if (listener.drops)
    sheet.value("drops",
                fmt::format("{}, {}/s", *listener.drops, rate_text(row.trend->drops.rate())));
  if (listener.drops && listener.history)
    sheet.value("overflows", fmt::format("{}, {}/s", listener.history->overflows,
                                         rate_text(row.trend->overflows.rate())));
}

std::string states_text(const ConnectionGroup& group) {
  std::string text;
  for (std::size_t number = 0; number < kTcpStates; ++number)
    if (group.by_state[number] > 0)
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", group.by_state[number],
                          state_name(static_cast<TcpState>(number)));
  return text.empty() ? "none" : text;
}

std::string buffer_text(std::uint64_t queued, std::uint64_t used, std::uint64_t limit,
                        std::optional<std::uint64_t> closed) {
  std::string text = fmt::format("{} bytes queued; buffers hold {} of {}", queued, bytes_text(used),
                                 bytes_text(limit));
  if (closed.value_or(0) > 0) text += fmt::format("; {} windows closed", *closed);
  return text;
}

void write_connections(Sheet& sheet, const ConnectionGroup& group) {
  sheet.value("SYN queue", std::to_string(group.in_state(TcpState::syn_recv)));
  sheet.value("connections", states_text(group));
  sheet.value("receiving", buffer_text(group.receive_queue, group.receive_used, group.receive_limit,
                                       group.receive_windows_closed));
  sheet.value("sending", buffer_text(group.send_queue, group.send_used, group.send_limit,
                                     group.send_windows_closed));
}

void write_minute(Sheet& sheet, const ListenerRow& row, const Canvas& canvas) {
  const std::size_t width = canvas.grid.size().columns >= 80 ? 60 : 20;
  const auto values = minute_cells(row.trend->fill, canvas.model.second(), width);
  sheet.skip();
  sheet.label("fill");
  for (const std::u32string& line : chart(values, kChartRows, canvas.can))
    sheet.picture(line, style_of(row.trouble));
  const std::string axis = "60 s ago" + std::string(width - 11, ' ') + "now";
  sheet.picture(std::u32string(axis.begin(), axis.end()), Style::dim);
}

void write_findings(Sheet& sheet, const ListenerRow& row, const TopSample& sample) {
  if (!sample.findings) return;
  for (const Finding& finding : *sample.findings) {
    const bool its_own = finding.listener == row.listener->address && finding.netns == *row.netns &&
                         finding.protocol == protocol_name(row.listener->protocol);
    if (!its_own) continue;
    sheet.skip();
    sheet.paragraph(finding.severity == Severity::critical ? "critical" : "finding", finding.title);
    sheet.paragraph("evidence", finding.evidence);
    sheet.paragraph("why", finding.why);
    sheet.paragraph("remedy", finding.remedy);
  }
}

}  // namespace

void draw_detail(const Canvas& canvas, std::size_t row, std::size_t end) {
  Sheet sheet(canvas, row, end);
  const ListenerRow* shown = canvas.model.detail();
  if (shown == nullptr) {
    sheet.line(canvas.model.detail_name(), Style::strong);
    sheet.line("is gone", Style::dim);
    return;
  }
  const Listener& listener = *shown->listener;
  sheet.line(row_name(*shown), Style::strong);
  if (const std::string said = verdict(shown->trouble); !said.empty())
    sheet.line(said, style_of(shown->trouble));
  sheet.skip();
  sheet.paragraph("owner", listener.owner ? owner_text(*listener.owner) : "unknown");
  write_queue(sheet, *shown);
  if (listener.connections) write_connections(sheet, *listener.connections);
  write_minute(sheet, *shown, canvas);
  write_findings(sheet, *shown, canvas.model.sample());
}

}  // namespace sockq
