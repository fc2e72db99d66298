#include "agent/top/text_filter.h"

#include <algorithm>

namespace sockq {
namespace {

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

bool has_text(std::string_view text, std::string_view wanted) {
  const auto same = [](char one, char other) { return lower(one) == lower(other); };
  return std::search(text.begin(), text.end(), wanted.begin(), wanted.end(), same) != text.end() ||
         wanted.empty();
}

}  // namespace sockq
