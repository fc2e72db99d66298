#include "agent/doctor/finding_text.h"

#include <fmt/core.h>

#include <string_view>

#include "collectors/base/text.h"
#include "collectors/base/utf8.h"

namespace sockq {
namespace {

constexpr std::size_t kColumns = 100;
constexpr std::string_view kIndent = "            ";

/// Blank-separated words, folded; the first line begins with `label`.
std::string folded(std::string_view label, std::string_view words) {
  std::string text = fmt::format("  {:<{}}", label, kIndent.size() - 2);
  std::size_t column = kIndent.size();
  bool first = true;
  for (std::string_view word = next_word(words); !word.empty(); word = next_word(words)) {
    if (!first && column + 1 + word.size() > kColumns) {
      text += "\n";
      text += kIndent;
      column = kIndent.size();
    } else if (!first) {
      text += ' ';
      ++column;
    }
    text += word;
    column += word.size();
    first = false;
  }
  return text + "\n";
}

std::string heading(const Finding& finding) {
  std::string where = finding.listener.empty()
                          ? "this network namespace"
                          : fmt::format("{} {}", finding.protocol, finding.listener);
  if (!finding.netns.empty()) where = fmt::format("{}: {}", finding.netns, where);
  if (!finding.owner.empty()) where += " of " + finding.owner;
  return printable_utf8(where);
}

}  // namespace

std::string finding_text(std::span<const Finding> findings) {
  std::string text;
  for (const Finding& finding : findings) {
    if (!text.empty()) text += "\n";
    text += fmt::format("{:<8}  {}\n", severity_name(finding.severity), heading(finding));
    text += folded("what", printable_utf8(finding.title) + " [" + finding.rule + "]");
    text += folded("evidence", printable_utf8(finding.evidence));
    text += folded("why", printable_utf8(finding.why));
    text += folded("do", printable_utf8(finding.remedy));
  }
  return text;
}

}  // namespace sockq
