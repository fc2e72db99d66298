#include "agent/connection_store.h"

#include <utility>

namespace sockq {

void ConnectionStore::update(ConnectionSweep sweep) {
  std::map<Endpoint, ListenerConnections> latest;
  for (auto& [listener, connections] : sweep.inbound) {
    if (const auto before = inbound_.find(listener); before != inbound_.end()) {
      connections.receive_fill.add(before->second.receive_fill);
      connections.send_fill.add(before->second.send_fill);
    }
    latest.emplace(listener, std::move(connections));
  }
  inbound_ = std::move(latest);
  totals_ = sweep.totals;
}

void ConnectionStore::describe(std::vector<Listener>& listeners) const {
  if (!totals_) return;
  for (Listener& listener : listeners)
    if (const auto known = inbound_.find(listener.local); known != inbound_.end())
      listener.connections = known->second;
}

}  // namespace sockq
