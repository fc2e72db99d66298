#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "collectors/base/result.h"

namespace sockq {

/// Asks a running agent for its pages, over one connection that is kept. Goes straight there,
/// whatever proxies the environment names, and follows no redirection. Not safe for use by two
/// threads.
class AgentClient {
 public:
  struct Options {
    std::chrono::milliseconds connect_timeout{2000};
    std::chrono::milliseconds timeout{10'000};  ///< of one whole answer
    std::size_t most_bytes = 64 * 1024 * 1024;  ///< of one answer, unpacked
  };

  /// `url` is "http[s]://[USER:PASSWORD@]HOST[:PORT][/PREFIX]"; http where it names no scheme. An
  /// https server's certificate is checked against those that the system trusts, or those in the
  /// file that the environment variable SSL_CERT_FILE names. Nothing is sent yet. Errors never
  /// show the password.
  [[nodiscard]] static Result<AgentClient> open(const std::string& url);
  [[nodiscard]] static Result<AgentClient> open(const std::string& url, const Options& options);

  AgentClient(AgentClient&&) noexcept;
  AgentClient& operator=(AgentClient&&) noexcept;
  ~AgentClient();

  /// The body of the page at `path` ("/api/v1/findings"). An error where there is no answer, or one
  /// other than 200.
  [[nodiscard]] Result<std::string> get(std::string_view path);

 private:
  struct Session;
  explicit AgentClient(std::unique_ptr<Session> session);

  std::unique_ptr<Session> session_;
};

}  // namespace sockq
