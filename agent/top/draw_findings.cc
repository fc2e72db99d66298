#include <algorithm>

#include "agent/top/draw_parts.h"
#include "agent/top/number_text.h"

namespace sockq {
namespace {

Style style_of_severity(Severity severity) {
  if (severity == Severity::critical) return Style::bad;
  return severity == Severity::warning ? Style::near : Style::normal;
}

std::string subject_of(const Finding& finding) {
  std::string subject = finding.netns.empty() ? "" : finding.netns + " ";
  return subject + finding.listener;
}

}  // namespace

void draw_findings(const Canvas& canvas, std::size_t row, std::size_t rows) {
  constexpr std::size_t kSeverity = 9;
  constexpr std::size_t kSubject = 22;
  const std::vector<Finding>& findings = *canvas.model.sample().findings;
  Grid& grid = canvas.grid;
  grid.put(row, 0,
           findings.empty() ? "FINDINGS: none" : "FINDINGS: " + count_text(findings.size()));
  grid.set_style(row, Style::heading);
  const bool some_hidden = findings.size() > rows;
  const std::size_t shown = some_hidden ? rows - 1 : findings.size();
  for (std::size_t number = 0; number < shown; ++number) {
    const Finding& finding = findings[number];
    const std::size_t at = row + 1 + number;
    const auto cells = [&](const std::string& text, std::size_t width) {
      return fitted(cells_of(text, canvas.can), width, canvas.can);
    };
    std::size_t column = grid.put(at, 0, cells(severity_name(finding.severity), kSeverity),
                                  style_of_severity(finding.severity));
    column = grid.put(at, column + 1, cells(subject_of(finding), kSubject)) + 1;
    grid.put(at, column,
             cells(finding.title, grid.size().columns - std::min(column, grid.size().columns)));
  }
  if (some_hidden)
    grid.put(row + rows, 0, "and " + count_text(findings.size() - shown) + " more", Style::dim);
}

}  // namespace sockq
