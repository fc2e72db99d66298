#include "collectors/diag/connection_sweep.h"

#include "collectors/diag/inet_diag.h"

namespace sockq {
namespace {

class FoldingSink : public DumpSink {
 public:
  explicit FoldingSink(ConnectionFold& fold) : fold_(fold) {}

  void restart() override { fold_.begin(); }

  [[nodiscard]] bool message(std::span<const std::byte> payload) override {
    Connection connection;
    if (!decode_connection(payload, connection)) return false;
    if (connection.state == TcpState::listen)
      fold_.add_listener(connection.local);
    else
      fold_.add(connection);
    return true;
  }

 private:
  ConnectionFold& fold_;
};

}  // namespace

Result<Unit> sweep_connections(DumpClient& client, ConnectionFold& fold) {
  static const DiagRequest request = sweep_request();
  FoldingSink sink(fold);
  return client.dump(request, sink);
}

}  // namespace sockq
