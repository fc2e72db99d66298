// The three pages of a running agent, as sockq top and doctor read them, to the screen.
#include <clocale>
#include <optional>
#include <utility>

#include "agent/top/draw.h"
#include "agent/top/read_agent_pages.h"
#include "exporters/finding_json.h"
#include "tests/fuzz/fuzz.h"

namespace sockq {
namespace {

void check_screen(TopModel& model, Size size) {
  model.fit(row_room(model, size));
  const Grid grid = draw(model, size, {});
  for (std::size_t row = 0; row < size.rows; ++row)
    for (std::size_t column = 0; column < size.columns; ++column) {
      const char32_t glyph = grid.at(row, column).glyph;
      const bool moves_the_cursor = (glyph != 0 && glyph < 0x20) || (glyph >= 0x7F && glyph < 0xA0);
      require(!moves_the_cursor, "foreign text moves no cursor");
    }
}

void check_findings(const std::vector<Finding>& findings) {
  Snapshot snapshot;
  snapshot.findings = findings;
  const auto again = parse_findings(findings_json(snapshot));
  require(again.ok() && again.value().size() == findings.size(), "findings read back");
}

void show(const TopSample& sample) {
  TopModel model("an agent", "1s");
  model.take(sample);
  model.take(sample);
  check_screen(model, {24, 80});
  require(model.press({Key::Code::enter}), "a key that opens a listener does not leave");
  check_screen(model, {50, 200});
  require(model.press({Key::Code::escape}) && model.press({Key::Code::character, U'c'}),
          "a key that turns the page does not leave");
  check_screen(model, {10, 40});
}

}  // namespace
}  // namespace sockq

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sockq;
  static const bool wide = std::setlocale(LC_CTYPE, "C.UTF-8") != nullptr;
  require(wide, "this machine knows UTF-8");
  Input input(data, size);
  const bool has_findings = input.byte() % 2 == 1;
  const std::string_view listeners = input.part();
  const std::string_view connections = input.part();
  const auto read = read_agent_pages(listeners, connections,
                                     has_findings ? std::optional(input.rest()) : std::nullopt);
  if (!read.ok()) return 0;
  if (read.value().findings) check_findings(*read.value().findings);
  show(read.value());
  return 0;
}
