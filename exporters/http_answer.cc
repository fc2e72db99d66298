#include "exporters/http_answer.h"

#include <exception>
#include <string>

#include "collectors/base/text.h"
#include "exporters/accept_encoding.h"
#include "exporters/gzip.h"

namespace sockq {
namespace {

constexpr std::size_t kSmallestPacked = 200;  // bytes; below, gzip gains next to nothing

void pack(HttpResponse& response, std::string_view accept_encoding) {
  if (response.body.size() < kSmallestPacked) return;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!accepts_gzip(accept_encoding)) return;
  response.body = gzip(response.body);
  response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace

HttpResponse text_response(unsigned status, std::string_view line) {
  return {status, "text/plain; charset=utf-8", std::string(line) + "\n", {}};
}

HttpResponse answer(const HttpHandler& handler, const HttpRequest& request,
                    std::string_view accept_encoding) {
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse refusal = text_response(405, "only GET and HEAD are answered");
    refusal.headers.emplace_back("Allow", "GET, HEAD");
    return refusal;
  }
  try {
    HttpResponse response = handler(request);
    pack(response, accept_encoding);
    return response;
  } catch (const std::exception& failure) {
    std::string_view reason = failure.what();
    return text_response(500, "internal error: " + std::string(next_line(reason)));
  } catch (...) {
    return text_response(500, "internal error");
  }
}

}  // namespace sockq
