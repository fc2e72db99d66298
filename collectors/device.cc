#include "collectors/device.h"

#include <algorithm>

namespace sockq {
namespace {

bool may_be_in_a_name(char byte) { return byte > ' ' && byte <= '~' && byte != '/' && byte != ':'; }

}  // namespace

DeviceName::DeviceName(std::string_view text) {
  if (text.size() >= bytes_.size() || text == "." || text == "..") return;
  if (std::ranges::all_of(text, may_be_in_a_name)) std::ranges::copy(text, bytes_.begin());
}

}  // namespace sockq
