#include "exporters/web/yaml_text.h"

#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <sstream>

#include "collectors/base/utf8.h"

namespace sockq {
namespace {

using YAML::Mark;

constexpr std::size_t kMaxBytes = 64 * 1024;
constexpr int kMaxDepth = 8;
constexpr int kMaxValues = 4096;

/// Follows the parser, and throws what the parser itself throws at the first value that is not
/// allowed.
class Guard : public YAML::EventHandler {
 public:
  void OnDocumentStart(const Mark& mark) override {
    if (++documents_ > 1) throw YAML::ParserException(mark, "a second document begins");
  }
  void OnDocumentEnd() override {}
  void OnNull(const Mark& mark, YAML::anchor_t anchor) override { count(mark, "", anchor); }
  void OnAlias(const Mark& mark, YAML::anchor_t) override {
    throw YAML::ParserException(mark, "aliases are not read");
  }
  void OnScalar(const Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string&) override {
    count(mark, tag, anchor);
  }
  void OnSequenceStart(const Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    enter(mark, tag, anchor);
  }
  void OnSequenceEnd() override { --depth_; }
  void OnMapStart(const Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    enter(mark, tag, anchor);
  }
  void OnMapEnd() override { --depth_; }

 private:
  void count(const Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) throw YAML::ParserException(mark, "anchors are not read");
    const bool plain = tag.empty() || tag == "?" || tag == "!";  // "!" is a quoted scalar's
    if (!plain) throw YAML::ParserException(mark, "tags are not read");
    if (++values_ > kMaxValues) throw YAML::ParserException(mark, "too many values");
  }
  void enter(const Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    count(mark, tag, anchor);
    if (++depth_ > kMaxDepth) throw YAML::ParserException(mark, "nested too deeply");
  }

  int documents_ = 0;
  int depth_ = 0;
  int values_ = 0;
};

bool is_control(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  return (byte < 0x20 && letter != '\t' && letter != '\n' && letter != '\r') || byte == 0x7f;
}

Error refusal(const std::string& file, int line, const std::string& what) {
  return {0, what, file + ":" + std::to_string(line),
          "write plain YAML as in exporter-toolkit's docs/web-configuration.md"};
}

int line_of(std::string_view text, std::size_t position) {
  return static_cast<int>(std::ranges::count(text.substr(0, position), '\n')) + 1;
}

}  // namespace

Result<YAML::Node> load_yaml(std::string_view text, const std::string& file) {
  if (text.size() > kMaxBytes) return refusal(file, 1, "more than 64 KiB");
  if (valid_utf8(text) != text) return refusal(file, 1, "not UTF-8");
  if (const auto found = std::ranges::find_if(text, is_control); found != text.end())
    return refusal(file, line_of(text, static_cast<std::size_t>(found - text.begin())),
                   "a control character");
  try {
    const std::string copy(text);
    std::istringstream stream(copy);
    YAML::Parser parser(stream);
    Guard guard;
    while (parser.HandleNextDocument(guard)) {
    }
    return YAML::Load(copy);
  } catch (const YAML::Exception& error) {
    return refusal(file, error.mark.line + 1, error.msg);
  }
}

}  // namespace sockq
