#include "agent/top/text_filter.h"

#include <algorithm>

namespace sockq {
namespace {

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

bool has_text(std::string_view text, std::string_view wanted) {
  return std::ranges::search(text, wanted, std::ranges::equal_to(), lower, lower).begin() !=
             text.end() ||
         wanted.empty();
}

}  // namespace sockq
