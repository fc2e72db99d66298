#pragma once

#include <microhttpd.h>

#include <cstddef>
#include <utility>

#include "exporters/http_message.h"
#include "exporters/request_limit.h"

namespace sockq {

/// What libmicrohttpd calls for each request: admits it, throws its body away, answers it. `self`
/// is the service. For any thread.
class MhdService {
 public:
  MhdService(HttpHandler handler, unsigned max_requests)
      : handler_(std::move(handler)), limit_(max_requests) {}

  /// MHD_AccessHandlerCallback
  static MHD_Result on_request(void* self, MHD_Connection* connection, const char* path,
                               const char* method, const char* version, const char* body,
                               std::size_t* body_size, void** exchange) noexcept;
  /// MHD_RequestCompletedCallback
  static void on_completed(void* self, MHD_Connection* connection, void** exchange,
                           MHD_RequestTerminationCode reason) noexcept;
  /// UnescapeCallback. Text that hides a NUL (%00) stays as it was sent, or the NUL would end it.
  static std::size_t unescape(void* self, MHD_Connection* connection, char* text) noexcept;

 private:
  struct Exchange;

  [[nodiscard]] HttpResponse respond(Exchange& exchange, MHD_Connection* connection,
                                     const char* method, const char* path);

  const HttpHandler handler_;
  RequestLimit limit_;
};

}  // namespace sockq
