#include "agent/server/response.h"

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

std::string response_to(const FramedRequest& request) {
  const std::string_view status = status_text(request.status);
  std::string text = "HTTP/1.1 ";
  text.append(status)
      .append("\r\nContent-Type: text/plain\r\nContent-Length: ")
      .append(std::to_string(status.size() + 1))
      .append("\r\nConnection: ")
      .append(request.keep_alive ? "keep-alive" : "close")
      .append("\r\n\r\n");
  if (!request.head_method) text.append(status).append("\n");
  return text;
}

}  // namespace sockq
