#include "exporters/mhd_service.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

#include "exporters/http_answer.h"
#include "exporters/mhd_client.h"
#include "exporters/mhd_message.h"

namespace sockq {
namespace {

constexpr std::size_t kMaxBodyBytes = 64 * 1024;

// What libmicrohttpd (0.9.75) has room for: it reads into half its 16 KiB, and takes 64 bytes of
// the other half for each part of a query.
constexpr std::ptrdiff_t kMaxQueryParts = 100;
constexpr std::size_t kMaxQueryBytes = 8000;  // the path included

HttpResponse busy(std::string_view line) {
  HttpResponse response = text_response(503, line);
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

HttpResponse unauthorized() {
  HttpResponse response = text_response(401, "a user name and a password are needed");
  response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"sockq\", charset=\"UTF-8\"");
  return response;
}

}  // namespace

/// What is remembered of a request from its header to the end of its response.
struct MhdService::Exchange {
  bool query_too_long = false;
  bool begun = false;  ///< the header has come
  std::size_t body_bytes = 0;
  bool complete = false;                    ///< header and body have come
  std::shared_ptr<const WebPolicy> policy;  ///< as of then; NULL without a web config
  std::optional<Verdict> verdict;
};

MhdService::MhdService(HttpHandler handler, const ConnectionBook::Limits& limits,
                       std::shared_ptr<WebConfigFile> web)
    : handler_(std::move(handler)), web_(std::move(web)), guard_(limits) {
  if (web_) authenticator_ = std::make_unique<Authenticator>();
}

void MhdService::drain() {
  constexpr std::chrono::seconds kPatience{2};
  if (authenticator_) authenticator_->stop();
  guard_.drain(kPatience);
}

void MhdService::begin(MHD_Connection* connection, void** client) {
  bool ready = true;
  std::unique_ptr<MhdClient> made =
      MhdClient::begin(connection, web_ ? web_->current()->tls : nullptr, ready);
  guard_.open(made->fd, made->key);
  *client = made.release();
  if (!ready) cut_connection(connection_fd(connection));
}

MHD_Result MhdService::on_arrival(void* self, const sockaddr*, socklen_t) noexcept {
  return static_cast<MhdService*>(self)->guard_.may_arrive() ? MHD_YES : MHD_NO;
}

void MhdService::on_connection(void* self, MHD_Connection* connection, void** client,
                               MHD_ConnectionNotificationCode what) noexcept {
  auto& service = *static_cast<MhdService*>(self);
  if (what == MHD_CONNECTION_NOTIFY_STARTED) {
    try {
      service.begin(connection, client);
    } catch (...) {
      cut_connection(connection_fd(connection));
    }
    return;
  }
  const std::unique_ptr<MhdClient> ended(static_cast<MhdClient*>(std::exchange(*client, nullptr)));
  if (ended) service.guard_.close(ended->fd);
}

void* MhdService::on_request_line(void*, const char* target, MHD_Connection*) noexcept {
  auto* exchange = new (std::nothrow) Exchange;
  const std::string_view text(target);
  if (text.size() <= kMaxQueryBytes && std::ranges::count(text, '&') < kMaxQueryParts)
    return exchange;
  char* query = std::strchr(const_cast<char*>(target), '?');
  if (query == nullptr) return exchange;
  query[1] = '\0';  // the library's own buffer, which it is about to change too
  if (exchange != nullptr) exchange->query_too_long = true;
  return exchange;
}

std::optional<MhdService::Verdict> MhdService::judge(Exchange& exchange,
                                                     MHD_Connection* connection) {
  if (!exchange.policy || exchange.policy->config.users.empty()) return Verdict::right;
  const Authenticator::Users& users = exchange.policy->config.users;
  const auto who = parse_basic_auth(read_header(connection, MHD_HTTP_HEADER_AUTHORIZATION));
  if (!who) return Verdict::wrong;
  if (const auto known = authenticator_->known(users, *who)) return known;
  MHD_suspend_connection(connection);
  authenticator_->check(users, *who, MhdClient::of(connection)->key,
                        [&exchange, connection](Verdict verdict) {
                          exchange.verdict = verdict;
                          MHD_resume_connection(connection);
                        });
  return std::nullopt;
}

HttpResponse MhdService::response_to(const Exchange& exchange, MHD_Connection* connection,
                                     const char* method, const char* path) {
  if (exchange.verdict == Verdict::wrong) return unauthorized();
  if (exchange.verdict == Verdict::busy) return busy("too many passwords to check at once");
  if (exchange.query_too_long) return text_response(414, "the query is too long");
  if (!guard_.admit(MhdClient::of(connection)->fd)) return busy("too many requests at once");
  return answer(handler_, read_request(connection, method, path),
                read_header(connection, MHD_HTTP_HEADER_ACCEPT_ENCODING));
}

MHD_Result MhdService::respond(Exchange& exchange, MHD_Connection* connection, const char* method,
                               const char* path) {
  const MhdClient* client = MhdClient::of(connection);
  if (client == nullptr) return MHD_NO;
  if (!exchange.complete) {
    exchange.complete = true;
    guard_.begin_answer(client->fd);
    if (web_) exchange.policy = web_->current();
    const std::optional<Verdict> verdict = judge(exchange, connection);
    if (!verdict) return MHD_YES;  // suspended: comes back with the verdict
    exchange.verdict = verdict;
  }
  HttpResponse response = response_to(exchange, connection, method, path);
  if (exchange.policy)
    for (const auto& header : exchange.policy->config.headers) response.headers.push_back(header);
  guard_.begin_sending(client->fd);
  return send_response(connection, std::move(response));
}

MHD_Result MhdService::on_request(void* self, MHD_Connection* connection, const char* path,
                                  const char* method, const char*, const char*,
                                  std::size_t* body_size, void** exchange) noexcept {
  if (*exchange == nullptr) return MHD_NO;
  auto& current = *static_cast<Exchange*>(*exchange);
  if (!std::exchange(current.begun, true)) return MHD_YES;
  if (*body_size > 0) {
    current.body_bytes += std::exchange(*body_size, 0);
    return current.body_bytes > kMaxBodyBytes ? MHD_NO : MHD_YES;
  }
  try {
    return static_cast<MhdService*>(self)->respond(current, connection, method, path);
  } catch (...) {
    return MHD_NO;
  }
}

void MhdService::on_completed(void* self, MHD_Connection* connection, void** exchange,
                              MHD_RequestTerminationCode) noexcept {
  const std::unique_ptr<Exchange> finished(
      static_cast<Exchange*>(std::exchange(*exchange, nullptr)));
  const MhdClient* client = MhdClient::of(connection);
  if (finished && client != nullptr) static_cast<MhdService*>(self)->guard_.end_answer(client->fd);
}

std::size_t MhdService::unescape(void*, MHD_Connection*, char* text) noexcept {
  return std::strstr(text, "%00") != nullptr ? std::strlen(text) : MHD_http_unescape(text);
}

}  // namespace sockq
