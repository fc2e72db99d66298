#include "collectors/diag/connection_sweep.h"

#include "collectors/diag/inet_diag.h"
#include "collectors/listener_index.h"

namespace sockq {
namespace {

class FoldingSink : public DumpSink {
 public:
  explicit FoldingSink(ConnectionSweep& sweep) : sweep_(sweep) {}

  void restart() override {
    sweep_ = {};
    listeners_.clear();
  }

  [[nodiscard]] bool message(std::span<const std::byte> payload) override {
    Connection connection;
    if (!decode_connection(payload, connection)) return false;
    if (connection.state == TcpState::listen)
      add_listener(connection.local);
    else
      add_connection(connection);
    return true;
  }

 private:
  void add_listener(const Endpoint& local) {
    const std::size_t number = listeners_.add(local);
    if (number == sweep_.inbound.size()) sweep_.inbound.push_back({local, {}});
  }

  void add_connection(const Connection& connection) {
    ++sweep_.totals.connections;
    if (const auto number = listeners_.find(connection.local))
      sweep_.inbound[*number].connections.add(connection);
  }

  ConnectionSweep& sweep_;
  ListenerIndex listeners_;
};

}  // namespace

Result<Unit> sweep_connections(DumpClient& client, ConnectionSweep& sweep) {
  static const DiagRequest request = sweep_request();
  FoldingSink sink(sweep);
  Result<Unit> outcome = client.dump(request.type, request.bytes, sink);
  if (!outcome.ok()) sweep = {};
  return outcome;
}

}  // namespace sockq
