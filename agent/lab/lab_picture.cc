#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "agent/lab/report.h"
#include "exporters/escape_html.h"

namespace sockq {
namespace {

constexpr double kWidth = 800;
constexpr double kPanel = 190;  ///< height of one with its title
constexpr double kLeft = 60;
constexpr double kTop = 70;  ///< of the first panel
constexpr double kPlotWidth = kWidth - kLeft - 20;
constexpr double kPlotHeight = 120;
constexpr std::array<std::string_view, 2> kColors{"#1f6feb", "#b35900"};

std::string label(double x, double y, std::string_view more, std::string_view text) {
  return fmt::format("<text x='{:.1f}' y='{:.1f}' {}>{}</text>\n", x, y, more, escape_html(text));
}

std::vector<Series> series_of(const LabRun& run) {
  if (!run.series.empty()) return run.series;
  Series queue{.name = "accept queue"};
  for (const QueuePoint& point : run.watched.front().points)
    queue.points.emplace_back(point.seconds, static_cast<double>(point.length));
  return {queue};
}

/// Lines of 120 characters or fewer.
std::vector<std::string> wrapped(const std::vector<std::string>& texts) {
  constexpr std::size_t kMost = 120;
  std::vector<std::string> lines;
  for (const std::string& text : texts) {
    std::string_view rest = text;
    while (rest.size() > kMost) {
      const std::size_t blank = rest.rfind(' ', kMost);
      const std::size_t end = blank == std::string_view::npos ? kMost : blank;
      lines.emplace_back(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    lines.emplace_back(rest);
  }
  return lines;
}

/// Of one panel: seconds and values to places on the paper.
struct Scale {
  double top = 0;
  double seconds = 1;
  double most = 1;

  [[nodiscard]] double x(double value) const { return kLeft + value / seconds * kPlotWidth; }
  [[nodiscard]] double y(double value) const {
    return top + kPlotHeight - value / most * kPlotHeight;
  }
};

std::string line(const Series& series, const Scale& scale, std::string_view color) {
  std::string points;
  for (const auto& [seconds, value] : series.points)
    points += fmt::format("{:.1f},{:.1f} ", scale.x(seconds), scale.y(value));
  return fmt::format("<polyline points='{}' fill='none' stroke='{}' stroke-width='1.5'/>\n", points,
                     color);
}

std::string limit_line(std::uint64_t limit, const Scale& scale) {
  const double y = scale.y(static_cast<double>(limit));
  return fmt::format(
             "<line x1='{0}' x2='{1}' y1='{2:.1f}' y2='{2:.1f}' stroke='#c00' "
             "stroke-dasharray='4 3'/>\n",
             kLeft, kLeft + kPlotWidth, y) +
         label(kLeft + kPlotWidth, y - 4, "text-anchor='end' fill='#c00'",
               fmt::format("limit {}", limit));
}

std::string panel(const LabRun& run, double top) {
  const std::vector<Series> all = series_of(run);
  const bool is_queue = run.series.empty();
  const std::uint64_t limit = is_queue ? run.watched.front().limit : 0;
  Scale scale{.top = top, .most = std::max(1.0, static_cast<double>(limit) * 1.2)};
  for (const Series& series : all)
    for (const auto& [seconds, value] : series.points) {
      scale.seconds = std::max(scale.seconds, seconds);
      scale.most = std::max(scale.most, value);
    }
  std::string text = label(kLeft, top - 10, "font-weight='bold'", run.name);
  text += fmt::format("<rect x='{}' y='{}' width='{}' height='{}' fill='none' stroke='#999'/>\n",
                      kLeft, top, kPlotWidth, kPlotHeight);
  text += label(kLeft - 6, top + 10, "text-anchor='end'", fmt::format("{:.0f}", scale.most));
  text += label(kLeft - 6, top + kPlotHeight, "text-anchor='end'", "0");
  text += label(kLeft, top + kPlotHeight + 16, "", "0 s");
  text += label(kLeft + kPlotWidth, top + kPlotHeight + 16, "text-anchor='end'",
                fmt::format("{:.1f} s", scale.seconds));
  if (limit > 0) text += limit_line(limit, scale);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string_view color = kColors[i % kColors.size()];
    text += line(all[i], scale, color);
    text += label(kLeft + 150 + 230 * static_cast<double>(i), top + kPlotHeight + 16,
                  fmt::format("fill='{}'", color), all[i].name);
  }
  return text;
}

}  // namespace

std::string lab_picture(const LabReport& report) {
  const double below = kTop + kPanel * static_cast<double>(report.runs.size());
  const std::vector<std::string> findings = wrapped(report.findings);
  const double height = below + 20 * static_cast<double>(findings.size()) + 10;
  std::string text = fmt::format(
      "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {0} {1}' width='{0}' height='{1}' "
      "font-family='sans-serif' font-size='11'>\n<title>sockq lab: {2}</title>\n"
      "<rect width='100%' height='100%' fill='#fff'/>\n",
      kWidth, height, escape_html(report.scenario));
  text += label(20, 24, "font-size='15' font-weight='bold'", "sockq lab: " + report.scenario);
  text += label(20, 42, "", report.question);
  for (std::size_t i = 0; i < report.runs.size(); ++i)
    text += panel(report.runs[i], kTop + kPanel * static_cast<double>(i));
  for (std::size_t i = 0; i < findings.size(); ++i)
    text += label(20, below + 20 * static_cast<double>(i), "", findings[i]);
  return text + "</svg>\n";
}

}  // namespace sockq
