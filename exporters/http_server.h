#pragma once

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

/// Serves HTTP/1.1 on several addresses with libmicrohttpd, each on two threads of its own, so that
/// one slow handler leaves a thread to the others and an idle connection costs none. Bodies of
/// requests are thrown away; one over 64 KiB closes the connection. How a request is answered:
/// http_answer.h.
class HttpServer {
 public:
  struct Options {
    std::vector<SocketAddress> listen;
    std::vector<BoundListener> inherited;  ///< sockets that listen already
    /// Requests in work, from the call of the handler to the last byte sent, over all addresses.
    /// One more is answered 503. 0 is no limit.
    unsigned max_requests = 40;
    unsigned max_connections = 512;             ///< per listened address; more wait in the kernel
    unsigned max_connections_per_client = 256;  ///< per client's IP address; more are closed
    unsigned idle_timeout_seconds = 10;         ///< without a byte either way; then closed
    std::size_t max_header_bytes = 16 * 1024;   ///< request's and response's together; or 431, 414
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
