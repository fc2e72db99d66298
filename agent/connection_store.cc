#include "agent/connection_store.h"

#include <algorithm>
#include <utility>

namespace sockq {
namespace {

/// Those of `endpoint` among `groups`, which are in order.
const ConnectionGroup* find(const std::vector<EndpointConnections>& groups,
                            const Endpoint& endpoint) {
  const auto place = std::ranges::lower_bound(groups, endpoint, {}, &EndpointConnections::endpoint);
  return place != groups.end() && place->endpoint == endpoint ? &place->connections : nullptr;
}

void carry_on(const std::vector<EndpointConnections>& before,
              std::vector<EndpointConnections>& next) {
  for (auto& [endpoint, connections] : next)
    if (const ConnectionGroup* known = find(before, endpoint)) carry_on(*known, connections);
}

}  // namespace

void ConnectionStore::update(ConnectionSweep sweep) {
  carry_on(inbound_, sweep.inbound);
  carry_on(latest_.peers, sweep.peers);
  carry_on(latest_.other_peers, sweep.other_peers);
  inbound_ = std::exchange(sweep.inbound, {});
  latest_ = std::move(sweep);
  known_ = true;
}

void ConnectionStore::describe(std::vector<Listener>& listeners) const {
  if (!known_) return;
  for (Listener& listener : listeners)
    if (const ConnectionGroup* connections = find(inbound_, listener.local))
      listener.connections = *connections;
}

std::optional<ConnectionSweep> ConnectionStore::sweep() const {
  return known_ ? std::optional(latest_) : std::nullopt;
}

}  // namespace sockq
