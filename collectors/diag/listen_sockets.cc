#include "collectors/diag/listen_sockets.h"

#include <sys/socket.h>

#include <cerrno>

namespace sockq {
namespace {

/// Appends to a vector; a restarted dump forgets only what it appended itself.
class ListenSink : public DumpSink {
 public:
  explicit ListenSink(std::vector<ListenSocket>& sockets)
      : sockets_(sockets), begin_(sockets.size()) {}

  void restart() override { sockets_.resize(begin_); }

  [[nodiscard]] bool message(std::span<const std::byte> payload) override {
    return decode_listen_socket(payload, sockets_.emplace_back());
  }

 private:
  std::vector<ListenSocket>& sockets_;
  std::size_t begin_;
};

bool refused(const Error& error) { return error.code == EINVAL || error.code == EOPNOTSUPP; }

}  // namespace

Result<Unit> append_listen_sockets(DumpClient& client, const DiagRequest& request,
                                   std::vector<ListenSocket>& sockets) {
  ListenSink sink(sockets);
  return client.dump(request, sink);
}

Result<Unit> read_listen_sockets(DumpClient& client, std::vector<ListenSocket>& sockets) {
  static const DiagRequest both = listen_request();
  static const DiagRequest each[] = {listen_request(AF_INET), listen_request(AF_INET6)};
  sockets.clear();
  Result<Unit> outcome = append_listen_sockets(client, both, sockets);
  if (!outcome.ok() && refused(outcome.error())) {
    sockets.clear();
    for (const DiagRequest& request : each) {
      outcome = append_listen_sockets(client, request, sockets);
      if (!outcome.ok()) break;
    }
  }
  if (!outcome.ok()) sockets.clear();
  return outcome;
}

}  // namespace sockq
