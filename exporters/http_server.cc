#include "exporters/http_server.h"

#include <fcntl.h>
#include <gnutls/abstract.h>
#include <microhttpd.h>

#include <cerrno>
#include <chrono>
#include <cstdarg>
#include <cstdint>
#include <string_view>
#include <thread>
#include <utility>

#include "exporters/mhd_service.h"

namespace sockq {
namespace {

constexpr int kThreadsPerAddress = 2;
constexpr unsigned kCutAndNotYetClosed = 64;

/// libmicrohttpd wants some certificate, but MhdService gives each session its own.
int no_certificate(gnutls_session_t, const gnutls_datum_t*, int, const gnutls_pk_algorithm_t*, int,
                   gnutls_pcert_st**, unsigned*, gnutls_privkey_t*) {
  return -1;
}

/// Without a descriptor for the first connection, libmicrohttpd says so and tries again at once,
/// for ever (MHD_accept_connection() in daemon.c): here is where to make it wait.
void on_message(void*, const char* format, va_list) {
  constexpr std::chrono::milliseconds kPause{20};
  if (std::string_view(format).find("resource limit") != std::string_view::npos)
    std::this_thread::sleep_for(kPause);
}

ConnectionBook::Limits limits_of(const HttpServer::Options& options) {
  return {.connections = options.max_connections,
          .connections_of_a_client = options.max_connections_per_client,
          .requests = options.max_requests,
          .request_time = std::chrono::seconds(options.idle_timeout_seconds),
          .answer_time = std::chrono::seconds(options.answer_timeout_seconds),
          .reader_patience = options.reader_patience};
}

/// With one thread. Owns `listen_fd` from here on, also where it fails: then NULL and errno.
MHD_Daemon* start_daemon(int listen_fd, const HttpServer::Options& options, MhdService* service) {
  const bool tls = options.web && options.web->current()->tls;
  // Each thread must have room for all: the book decides who goes.
  const unsigned most_of_a_thread = options.max_connections + kCutAndNotYetClosed;
  const MHD_OptionItem limits[] = {
      {MHD_OPTION_CONNECTION_LIMIT, most_of_a_thread, nullptr},
      {MHD_OPTION_CONNECTION_TIMEOUT, options.idle_timeout_seconds, nullptr},
      {MHD_OPTION_CONNECTION_MEMORY_LIMIT, static_cast<std::intptr_t>(options.max_header_bytes),
       nullptr},
      {MHD_OPTION_STRICT_FOR_CLIENT, 1, nullptr},
      {tls ? MHD_OPTION_HTTPS_CERT_CALLBACK : MHD_OPTION_END, 0,
       reinterpret_cast<void*>(&no_certificate)},
      {MHD_OPTION_END, 0, nullptr}};
  const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
                         MHD_USE_ERROR_LOG | (tls ? unsigned{MHD_USE_TLS} : 0);
  return MHD_start_daemon(flags, 0, &MhdService::on_arrival, service,                          //
                          &MhdService::on_request, service,                                    //
                          MHD_OPTION_EXTERNAL_LOGGER, &on_message, nullptr,                    //
                          MHD_OPTION_NOTIFY_COMPLETED, &MhdService::on_completed, service,     //
                          MHD_OPTION_NOTIFY_CONNECTION, &MhdService::on_connection, service,   //
                          MHD_OPTION_URI_LOG_CALLBACK, &MhdService::on_request_line, service,  //
                          MHD_OPTION_UNESCAPE_CALLBACK, &MhdService::unescape, service,        //
                          MHD_OPTION_LISTEN_SOCKET, listen_fd,                                 //
                          MHD_OPTION_ARRAY, limits,                                            //
                          MHD_OPTION_END);
}

}  // namespace

void HttpServer::StopDaemon::operator()(MHD_Daemon* daemon) const { MHD_stop_daemon(daemon); }

HttpServer::HttpServer(const Options& options, HttpHandler handler)
    : service_(std::make_unique<MhdService>(std::move(handler), limits_of(options), options.web)) {}

HttpServer::~HttpServer() { service_->drain(); }

// A daemon for each thread, not one with a pool of threads: to stop a pool shuts the listening
// socket down, which may be the service manager's too, and to take the socket from it first
// (MHD_quiesce_daemon()) races with the pool's threads in 0.9.75, which then aborts.
Result<Unit> HttpServer::serve(BoundListener listener, const Options& options) {
  for (int thread = 0; thread < kThreadsPerAddress; ++thread) {
    const int fd = ::fcntl(listener.fd.get(), F_DUPFD_CLOEXEC, 0);
    MHD_Daemon* daemon = fd < 0 ? nullptr : start_daemon(fd, options, service_.get());
    if (daemon == nullptr)
      return Error{errno, "cannot start its threads", listener.address.text(), ""};
    daemons_.emplace_back(daemon);
  }
  addresses_.push_back(listener.address);
  return Unit{};
}

Result<std::unique_ptr<HttpServer>> HttpServer::start(Options options, HttpHandler handler) {
  std::unique_ptr<HttpServer> server(new HttpServer(options, std::move(handler)));
  for (const SocketAddress& address : options.listen) {
    Result<BoundListener> listener = open_listen_socket(address, SOMAXCONN, false);
    if (!listener.ok()) return listener.error();
    const Result<Unit> serving = server->serve(std::move(listener).value(), options);
    if (!serving.ok()) return serving.error();
  }
  for (BoundListener& listener : options.inherited) {
    const Result<Unit> serving = server->serve(std::move(listener), options);
    if (!serving.ok()) return serving.error();
  }
  return server;
}

}  // namespace sockq
