#include "agent/server/protocol/response.h"

#include <string_view>

namespace sockq {
namespace {

std::string_view status_text(int status) {
  switch (status) {
    case 200:
      return "200 OK";
    case 431:
      return "431 Request Header Fields Too Large";
    case 501:
      return "501 Not Implemented";
    default:
      return "400 Bad Request";
  }
}

}  // namespace

std::string response_to(const FramedRequest& request, std::size_t body_size) {
  const std::string_view status = status_text(request.status);
  const bool filled = request.status == 200 && body_size > 0;
  const std::size_t length = filled ? body_size : status.size() + 1;
  std::string text = "HTTP/1.1 ";
  text.append(status)
      .append("\r\nContent-Type: text/plain\r\nContent-Length: ")
      .append(std::to_string(length))
      .append("\r\nConnection: ")
      .append(request.keep_alive ? "keep-alive" : "close")
      .append("\r\n\r\n");
  if (request.head_method) return text;
  if (filled) return text.append(length - 1, '.').append("\n");
  return text.append(status).append("\n");
}

}  // namespace sockq
