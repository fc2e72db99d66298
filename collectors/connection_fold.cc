#include "collectors/connection_fold.h"

#include <algorithm>

namespace sockq {

void ConnectionFold::begin() {
  listeners_.resize(finished_);
  index_.clear();
  for (KnownListener& known : listeners_) {
    known.open = false;
    index_.add(known.local);
  }
  inbound_.assign(listeners_.size(), {});
  peers_.begin();
  counters_.begin();
  largest_receive_.clear();
  largest_send_.clear();
  connections_ = 0;
}

void ConnectionFold::add_listener(const Endpoint& local) {
  const std::size_t number = index_.add(local);
  if (number == listeners_.size()) {
    listeners_.push_back({.local = local});
    inbound_.emplace_back();
  }
  listeners_[number].open = true;
}

void ConnectionFold::add(const Connection& connection) {
  ++connections_;
  ConnectionGroup& group = group_of(connection);
  group.add(connection);
  counters_.see(connection.cookie, connection.counters, group);
  largest_receive_.offer(connection);
  largest_send_.offer(connection);
}

ConnectionSweep ConnectionFold::finish(TimePoint now) {
  counters_.finish();
  peers_.finish(now);
  ConnectionSweep sweep;
  for (std::size_t number = 0; number < listeners_.size(); ++number)
    sweep.inbound.push_back({listeners_[number].local, inbound_[number]});
  std::ranges::sort(sweep.inbound, {}, &EndpointConnections::endpoint);
  sweep.peers = peers_.named();
  sweep.other_peers = peers_.others();
  sweep.largest_receive_queues = largest_receive_.ranked();
  sweep.largest_send_queues = largest_send_.ranked();
  sweep.totals.connections = connections_;
  sweep.totals.counters_followed = counters_.followed();
  forget_closed(now);
  return sweep;
}

ConnectionGroup& ConnectionFold::group_of(const Connection& connection) {
  if (const auto number = index_.find(connection.local)) return inbound_[*number];
  return peers_.group(connection.remote);
}

void ConnectionFold::forget_closed(TimePoint now) {
  for (KnownListener& known : listeners_)
    if (known.open) known.seen = now;
  std::erase_if(listeners_,
                [now](const KnownListener& known) { return now - known.seen >= kRetention; });
  std::ranges::stable_sort(listeners_, std::ranges::greater(), &KnownListener::seen);
  const auto open = std::ranges::count_if(listeners_, &KnownListener::open);
  finished_ = std::min(listeners_.size(), static_cast<std::size_t>(open) + kMostClosed);
}

}  // namespace sockq
