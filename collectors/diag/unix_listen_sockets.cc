#include "collectors/diag/unix_listen_sockets.h"

#include "collectors/diag/unix_diag.h"

namespace sockq {
namespace {

class UnixListenSink : public DumpSink {
 public:
  explicit UnixListenSink(std::vector<UnixListenSocket>& sockets) : sockets_(sockets) {}

  void restart() override { sockets_.clear(); }

  [[nodiscard]] bool message(std::span<const std::byte> payload) override {
    const UnixMessage what = decode_unix_listen_socket(payload, sockets_.emplace_back());
    if (what != UnixMessage::listener) sockets_.pop_back();
    return what != UnixMessage::nonsense;
  }

 private:
  std::vector<UnixListenSocket>& sockets_;
};

}  // namespace

Result<Unit> read_unix_listen_sockets(DumpClient& client, std::vector<UnixListenSocket>& sockets) {
  static const DiagRequest request = unix_listen_request();
  UnixListenSink sink(sockets);
  Result<Unit> outcome = client.dump(request, sink);
  if (!outcome.ok()) sockets.clear();
  return outcome;
}

}  // namespace sockq
