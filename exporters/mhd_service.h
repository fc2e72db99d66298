#pragma once

#include <microhttpd.h>

#include <cstddef>
#include <memory>
#include <optional>

#include "exporters/connection_guard.h"
#include "exporters/http_message.h"
#include "exporters/web/authenticator.h"
#include "exporters/web/web_config_file.h"

namespace sockq {

/// What libmicrohttpd calls for each connection and request: keeps the book, throws bodies away,
/// asks who it is where that matters, admits and answers. `self` is the service. For any thread.
class MhdService {
 public:
  /// Without `web` everyone is answered.
  MhdService(HttpHandler handler, const ConnectionBook::Limits& limits,
             std::shared_ptr<WebConfigFile> web);

  /// From now on no client may arrive; nobody waits for a password any longer, and all connections
  /// are closed. Call before the daemons are stopped: libmicrohttpd 0.9.75 reads through NULL where
  /// a bad request comes while it stops (transmit_error_response_len() in connection.c).
  void drain();

  /// MHD_AcceptPolicyCallback
  static MHD_Result on_arrival(void* self, const sockaddr* address, socklen_t length) noexcept;
  /// MHD_NotifyConnectionCallback
  static void on_connection(void* self, MHD_Connection* connection, void** client,
                            MHD_ConnectionNotificationCode what) noexcept;
  /// LogCallback of a request's first line, before libmicrohttpd takes it apart; makes the
  /// exchange. Of a query with more parts than there is memory for 0.9.75 makes a request that
  /// hangs: such a one loses its query here, and is answered 414.
  static void* on_request_line(void* self, const char* target, MHD_Connection* connection) noexcept;
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
  using Verdict = Authenticator::Verdict;
  struct Exchange;

  void begin(MHD_Connection* connection, void** client);
  [[nodiscard]] MHD_Result respond(Exchange& exchange, MHD_Connection* connection,
                                   const char* method, const char* path);
  [[nodiscard]] std::optional<Verdict> judge(Exchange& exchange, MHD_Connection* connection);
  [[nodiscard]] HttpResponse response_to(const Exchange& exchange, MHD_Connection* connection,
                                         const char* method, const char* path);

  const HttpHandler handler_;
  const std::shared_ptr<WebConfigFile> web_;
  ConnectionGuard guard_;
  std::unique_ptr<Authenticator> authenticator_;  ///< where there is a web_
};

}  // namespace sockq
