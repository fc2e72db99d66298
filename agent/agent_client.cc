#include "agent/agent_client.h"

#include <curl/curl.h>

#include <array>
#include <cstdlib>
#include <utility>

namespace sockq {
namespace {

struct UrlDeleter {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct SessionDeleter {
  void operator()(CURL* session) const { curl_easy_cleanup(session); }
};
using Url = std::unique_ptr<CURLU, UrlDeleter>;

constexpr const char* kUrlForm = "give http[s]://[USER:PASSWORD@]HOST[:PORT]";

/// libcurl is set up once, before its first use, for all threads (curl_global_init(3)).
bool set_up_curl() {
  static const bool done = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return done;
}

/// A part of an URL, or all of it; empty where it has none.
std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return {};
  std::string result = text;
  curl_free(text);
  return result;
}

/// The whole URL, without a slash at its end.
std::string base_of(CURLU* url) {
  std::string text = part_of(url, CURLUPART_URL);
  while (text.ends_with('/')) text.pop_back();
  return text;
}

/// What would help, by what went wrong.
const char* remedy_for(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_CONNECT:
    case CURLE_COULDNT_RESOLVE_HOST:
      return "check that sockq agent runs there (--agent URL)";
    case CURLE_PEER_FAILED_VERIFICATION:
      return "name the file of its authority in SSL_CERT_FILE";
    default:
      return "";
  }
}

const char* remedy_for(long status) {
  if (status == 401) return "give http[s]://USER:PASSWORD@HOST:PORT";
  return status == 404 ? "check that sockq agent of this version runs there" : "";
}

}  // namespace

/// What one AgentClient works with.
struct AgentClient::Session {
  std::string base;   ///< the URL without a slash at its end
  std::string shown;  ///< the same without a password
  std::size_t most_bytes = 0;
  std::string body;
  bool too_long = false;
  std::array<char, CURL_ERROR_SIZE> said{};
  std::unique_ptr<CURL, SessionDeleter> curl;  // is the first to go: it points to the others

  /// libcurl's callback for what arrives (CURLOPT_WRITEFUNCTION(3)).
  static std::size_t take(char* bytes, std::size_t, std::size_t count, void* user) {
    auto* session = static_cast<Session*>(user);
    session->too_long = session->body.size() + count > session->most_bytes;
    if (session->too_long) return 0;
    session->body.append(bytes, count);
    return count;
  }

  void set_up(const Options& options) {
    CURL* handle = curl.get();
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "sockq");
    curl_easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(options.connect_timeout.count()));
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(options.timeout.count()));
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, said.data());
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Session::take);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
    if (const char* authorities = std::getenv("SSL_CERT_FILE"))
      curl_easy_setopt(handle, CURLOPT_CAINFO, authorities);
  }
};

AgentClient::AgentClient(std::unique_ptr<Session> session) : session_(std::move(session)) {}
AgentClient::AgentClient(AgentClient&&) noexcept = default;
AgentClient& AgentClient::operator=(AgentClient&&) noexcept = default;
AgentClient::~AgentClient() = default;

Result<AgentClient> AgentClient::open(const std::string& url) { return open(url, {}); }

Result<AgentClient> AgentClient::open(const std::string& url, const Options& options) {
  const Url parsed(curl_url());
  auto session = std::make_unique<Session>();
  if (set_up_curl()) session->curl.reset(curl_easy_init());
  if (!parsed || !session->curl) return Error{0, "cannot set up libcurl", "--agent", ""};
  const CURLUcode code = curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_GUESS_SCHEME);
  if (code != CURLUE_OK) return Error{0, curl_url_strerror(code), "--agent", kUrlForm};
  const std::string scheme = part_of(parsed.get(), CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https")
    return Error{0, "neither http nor https", "--agent", kUrlForm};
  session->base = base_of(parsed.get());
  curl_url_set(parsed.get(), CURLUPART_USER, nullptr, 0);
  curl_url_set(parsed.get(), CURLUPART_PASSWORD, nullptr, 0);
  session->shown = base_of(parsed.get());
  session->most_bytes = options.most_bytes;
  session->set_up(options);
  return AgentClient(std::move(session));
}

Result<std::string> AgentClient::get(std::string_view path) {
  Session& session = *session_;
  CURL* handle = session.curl.get();
  const std::string where = session.shown + std::string(path);
  session.body.clear();
  session.said.front() = '\0';
  curl_easy_setopt(handle, CURLOPT_URL, (session.base + std::string(path)).c_str());
  const CURLcode code = curl_easy_perform(handle);
  if (session.too_long)
    return Error{0, "answers more than " + std::to_string(session.most_bytes) + " bytes", where,
                 "check that sockq agent runs there (--agent URL)"};
  if (code != CURLE_OK) {
    const char* said =
        session.said.front() != '\0' ? session.said.data() : curl_easy_strerror(code);
    return Error{0, said, where, remedy_for(code)};
  }
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  if (status != 200)
    return Error{0, "answers " + std::to_string(status), where, remedy_for(status)};
  return std::move(session.body);
}

}  // namespace sockq
