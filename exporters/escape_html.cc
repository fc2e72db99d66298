#include "exporters/escape_html.h"

namespace sockq {

std::string escape_html(std::string_view text) {
  std::string escaped;
  for (const char letter : text) {
    if (letter == '<')
      escaped += "&lt;";
    else if (letter == '>')
      escaped += "&gt;";
    else if (letter == '&')
      escaped += "&amp;";
    else if (letter == '"')
      escaped += "&quot;";
    else
      escaped += letter;
  }
  return escaped;
}

}  // namespace sockq
