#include "exporters/mhd_service.h"

#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "exporters/http_answer.h"
#include "exporters/mhd_message.h"

namespace sockq {
namespace {

constexpr std::size_t kMaxBodyBytes = 64 * 1024;

}  // namespace

/// What is remembered of a request from its header to the end of its response.
struct MhdService::Exchange {
  std::size_t body_bytes = 0;
  bool admitted = false;
};

HttpResponse MhdService::respond(Exchange& exchange, MHD_Connection* connection, const char* method,
                                 const char* path) {
  exchange.admitted = limit_.enter();
  if (!exchange.admitted) {
    HttpResponse refusal = text_response(503, "too many requests at once");
    refusal.headers.emplace_back("Retry-After", "1");
    return refusal;
  }
  return answer(handler_, read_request(connection, method, path),
                read_header(connection, MHD_HTTP_HEADER_ACCEPT_ENCODING));
}

MHD_Result MhdService::on_request(void* self, MHD_Connection* connection, const char* path,
                                  const char* method, const char*, const char*,
                                  std::size_t* body_size, void** exchange) noexcept {
  if (*exchange == nullptr) {
    *exchange = new (std::nothrow) Exchange;
    return *exchange == nullptr ? MHD_NO : MHD_YES;
  }
  auto& current = *static_cast<Exchange*>(*exchange);
  if (*body_size > 0) {
    current.body_bytes += std::exchange(*body_size, 0);
    return current.body_bytes > kMaxBodyBytes ? MHD_NO : MHD_YES;
  }
  try {
    return send_response(
        connection, static_cast<MhdService*>(self)->respond(current, connection, method, path));
  } catch (...) {
    return MHD_NO;
  }
}

void MhdService::on_completed(void* self, MHD_Connection*, void** exchange,
                              MHD_RequestTerminationCode) noexcept {
  const std::unique_ptr<Exchange> finished(
      static_cast<Exchange*>(std::exchange(*exchange, nullptr)));
  if (finished && finished->admitted) static_cast<MhdService*>(self)->limit_.leave();
}

std::size_t MhdService::unescape(void*, MHD_Connection*, char* text) noexcept {
  return std::strstr(text, "%00") != nullptr ? std::strlen(text) : MHD_http_unescape(text);
}

}  // namespace sockq
