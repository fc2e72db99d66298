#pragma once

namespace sockq {

/// One key that was pressed.
struct Key {
  enum class Code {
    character,
    up,
    down,
    page_up,
    page_down,
    home,
    end,
    enter,
    escape,
    backspace,
    tab,
    other,
  };
  Code code = Code::other;
  char32_t character = 0;  ///< of Code::character
};

}  // namespace sockq
