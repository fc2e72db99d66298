#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace sockq {

struct HttpRequest {
  std::string method;
  std::string path;                                        ///< decoded, without the query
  std::vector<std::pair<std::string, std::string>> query;  ///< decoded, as sent: order and repeats
};

struct HttpResponse {
  unsigned status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< further ones, such as Allow
};

/// Answers one request. Several threads call it at once.
using HttpHandler = std::function<HttpResponse(const HttpRequest&)>;

}  // namespace sockq
