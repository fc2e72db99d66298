#include <optional>
#include <utility>

#include "agent/agent_client.h"
#include "agent/top/read_agent_pages.h"
#include "agent/top/top_source.h"

namespace sockq {
namespace {

/// "https://user:secret@host" as "https://user@host".
std::string without_password(std::string url) {
  const std::size_t scheme = url.find("://");
  const std::size_t host = scheme == std::string::npos ? 0 : scheme + 3;
  const std::size_t at = url.substr(0, url.find('/', host)).rfind('@');
  if (at == std::string::npos) return url;
  const std::size_t colon = url.find(':', host);
  return colon < at ? url.erase(colon, at - colon) : url;
}

class AgentSource : public TopSource {
 public:
  AgentSource(AgentClient client, std::string name)
      : client_(std::move(client)), name_(std::move(name)) {}

  [[nodiscard]] Result<TopSample> look() override {
    const Result<std::string> listeners = client_.get("/api/v1/listeners");
    if (!listeners.ok()) return listeners.error();
    const Result<std::string> connections = client_.get("/api/v1/connections");
    if (!connections.ok()) return connections.error();
    // An agent without this page has all the rest.
    const Result<std::string> findings = client_.get("/api/v1/findings");
    return read_agent_pages(listeners.value(), connections.value(),
                            findings.ok() ? std::optional(findings.value()) : std::nullopt);
  }

  [[nodiscard]] std::string name() const override { return name_; }

 private:
  AgentClient client_;
  std::string name_;
};

}  // namespace

Result<std::unique_ptr<TopSource>> open_agent(const std::string& url) {
  AgentClient::Options options;
  options.timeout = std::chrono::seconds(3);
  Result<AgentClient> client = AgentClient::open(url, options);
  if (!client.ok()) return client.error();
  return std::unique_ptr<TopSource>(
      std::make_unique<AgentSource>(std::move(client).value(), without_password(url)));
}

}  // namespace sockq
