#include "agent/listener_filter.h"

#include <re2/re2.h>

#include <memory>

namespace sockq {
namespace {

using Expression = std::shared_ptr<const re2::RE2>;

Expression compile(const std::string& text) {
  return text.empty() ? nullptr : std::make_shared<const re2::RE2>(text, re2::RE2::Quiet);
}

bool matches(const re2::RE2& expression, std::string_view text) {
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), expression);
}

}  // namespace

Result<std::function<bool(std::string_view)>> make_listener_filter(const std::string& include,
                                                                   const std::string& exclude) {
  const Expression wanted = compile(include);
  const Expression unwanted = compile(exclude);
  for (const Expression& expression : {wanted, unwanted})
    if (expression && !expression->ok())
      return Error{0, "not a regular expression: " + expression->error(), expression->pattern(),
                   "see https://github.com/google/re2/wiki/Syntax"};
  return std::function([wanted, unwanted](std::string_view address) {
    return (!wanted || matches(*wanted, address)) && (!unwanted || !matches(*unwanted, address));
  });
}

}  // namespace sockq
