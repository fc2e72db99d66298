#include "collectors/diag/waiting_connections.h"

#include <algorithm>

#include "collectors/diag/inet_diag.h"

namespace sockq {
namespace {

class WaitingSink : public DumpSink {
 public:
  WaitingSink(std::span<const ListenSocket> sockets, OldestWaits& waits)
      : sockets_(sockets), waits_(waits) {}

  void restart() override { waits_.begin(sockets_); }

  [[nodiscard]] bool message(std::span<const std::byte> payload) override {
    Connection connection;
    if (!decode_connection(payload, connection)) return false;
    waits_.add(connection);
    return true;
  }

 private:
  std::span<const ListenSocket> sockets_;
  OldestWaits& waits_;
};

/// The ports at which somebody waits, each once.
std::vector<std::uint16_t> busy_ports(std::span<const ListenSocket> sockets) {
  std::vector<std::uint16_t> ports;
  for (const ListenSocket& socket : sockets)
    if (socket.queue_length > 0) ports.push_back(socket.local.port);
  std::ranges::sort(ports);
  ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
  return ports;
}

}  // namespace

Result<Unit> read_waiting_connections(DumpClient& client, std::span<const ListenSocket> sockets,
                                      OldestWaits& waits) {
  waits.begin(sockets);
  const std::vector<std::uint16_t> ports = busy_ports(sockets);
  if (ports.empty()) return Unit{};
  const DiagRequest request = waiting_request(ports);
  WaitingSink sink(sockets, waits);
  return client.dump(request, sink);
}

}  // namespace sockq
