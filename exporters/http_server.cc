#include "exporters/http_server.h"

#include <microhttpd.h>

#include <cerrno>
#include <cstdint>
#include <utility>

#include "exporters/mhd_service.h"

namespace sockq {
namespace {

constexpr unsigned kThreadsPerAddress = 2;

/// Owns `listen_fd` from here on, also where it fails: then NULL and errno.
MHD_Daemon* start_daemon(int listen_fd, const HttpServer::Options& options, MhdService* service) {
  const MHD_OptionItem limits[] = {
      {MHD_OPTION_THREAD_POOL_SIZE, kThreadsPerAddress, nullptr},
      {MHD_OPTION_CONNECTION_LIMIT, options.max_connections, nullptr},
      {MHD_OPTION_PER_IP_CONNECTION_LIMIT, options.max_connections_per_client, nullptr},
      {MHD_OPTION_CONNECTION_TIMEOUT, options.idle_timeout_seconds, nullptr},
      {MHD_OPTION_CONNECTION_MEMORY_LIMIT, static_cast<std::intptr_t>(options.max_header_bytes),
       nullptr},
      {MHD_OPTION_STRICT_FOR_CLIENT, 1, nullptr},
      {MHD_OPTION_END, 0, nullptr}};
  return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, nullptr, nullptr,               //
                          &MhdService::on_request, service,                                 //
                          MHD_OPTION_NOTIFY_COMPLETED, &MhdService::on_completed, service,  //
                          MHD_OPTION_UNESCAPE_CALLBACK, &MhdService::unescape, service,     //
                          MHD_OPTION_LISTEN_SOCKET, listen_fd,                              //
                          MHD_OPTION_ARRAY, limits,                                         //
                          MHD_OPTION_END);
}

}  // namespace

void HttpServer::StopDaemon::operator()(MHD_Daemon* daemon) const { MHD_stop_daemon(daemon); }

HttpServer::HttpServer(const Options& options, HttpHandler handler)
    : service_(std::make_unique<MhdService>(std::move(handler), options.max_requests)) {}

HttpServer::~HttpServer() = default;

Result<Unit> HttpServer::serve(BoundListener listener, const Options& options) {
  MHD_Daemon* daemon = start_daemon(listener.fd.release(), options, service_.get());
  if (daemon == nullptr)
    return Error{errno, "cannot start its threads", listener.address.text(), ""};
  daemons_.emplace_back(daemon);
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
