#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

#include "collectors/base/listen_socket.h"
#include "collectors/base/result.h"
#include "collectors/base/socket_address.h"
#include "exporters/http_message.h"

struct MHD_Daemon;

namespace sockq {

class MhdService;
class WebConfigFile;

/// Serves HTTP/1.1 on several addresses with libmicrohttpd, each on two threads of its own, so that
/// one slow handler leaves a thread to the others and an idle connection costs none. Bodies of
/// requests are thrown away; one over 64 KiB closes the connection. How a request is answered:
/// http_answer.h. Which connection goes where there is no room: connection_book.h.
class HttpServer {
 public:
  struct Options {
    std::vector<SocketAddress> listen;
    std::vector<BoundListener> inherited;  ///< sockets that listen already
    std::shared_ptr<WebConfigFile> web;    ///< TLS, passwords and headers; NULL for none
    /// Requests in work, from the call of the handler to the last byte sent, over all addresses;
    /// one client may have three quarters of them. One more is answered 503, or takes the place of
    /// a client that has not taken its answer for longer than `reader_patience`. 0 is no limit.
    unsigned max_requests = 40;
    /// Over all addresses. One more takes the place of the one that has waited longest for its
    /// request.
    unsigned max_connections = 512;
    unsigned max_connections_per_client = 256;  ///< the same, per client's IP address (IPv6: /64)
    unsigned idle_timeout_seconds = 10;    ///< without a byte, or without a whole request; then cut
    unsigned answer_timeout_seconds = 30;  ///< from a whole request to the last byte taken
    std::chrono::milliseconds reader_patience{1000};
    std::size_t max_header_bytes = 16 * 1024;  ///< request's and response's together; or 431, 414
  };

  /// The handler is called until the server is destroyed. An Error names the address that cannot
  /// be listened on; nothing is left running then.
  [[nodiscard]] static Result<std::unique_ptr<HttpServer>> start(Options options,
                                                                 HttpHandler handler);
  /// Closes every connection; waits for handlers that run, for no client.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// As bound, in the order of Options::listen, then of Options::inherited.
  [[nodiscard]] std::vector<SocketAddress> addresses() const { return addresses_; }

 private:
  struct StopDaemon {
    void operator()(MHD_Daemon* daemon) const;
  };

  HttpServer(const Options& options, HttpHandler handler);
  [[nodiscard]] Result<Unit> serve(BoundListener listener, const Options& options);

  std::unique_ptr<MhdService> service_;
  std::vector<SocketAddress> addresses_;
  std::vector<std::unique_ptr<MHD_Daemon, StopDaemon>> daemons_;
};

}  // namespace sockq
