#include "collectors/peer_groups.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace sockq {

void PeerGroups::begin() {
  groups_.clear();
  unknown_ = {};
  for (const auto& [remote, since] : names_) groups_.try_emplace(remote);
}

ConnectionGroup& PeerGroups::group(const Endpoint& remote) {
  const Endpoint plain = without_mapping(remote);
  if (const auto known = groups_.find(plain); known != groups_.end()) return known->second;
  if (groups_.size() >= kCandidates + names_.size()) return unknown_;
  return groups_[plain];
}

void PeerGroups::finish(TimePoint now) {
  const std::vector<Endpoint> best = top();
  for (const Endpoint& remote : best)
    if (const auto known = names_.find(remote); known != names_.end()) known->second = now;
  std::erase_if(names_, [now](const auto& name) { return now - name.second >= kRetention; });
  for (const Endpoint& remote : best)
    if (names_.size() < most_) names_.try_emplace(remote, now);
}

std::vector<EndpointConnections> PeerGroups::named() const {
  std::vector<EndpointConnections> peers;
  for (const auto& [remote, since] : names_) peers.push_back({remote, groups_.at(remote)});
  std::ranges::sort(peers, {}, &EndpointConnections::endpoint);
  return peers;
}

ConnectionGroup PeerGroups::others() const {
  ConnectionGroup sum = unknown_;
  for (const auto& [remote, connections] : groups_)
    if (!names_.contains(remote)) sum.add(connections);
  return sum;
}

/// Those that deserve a name in this sweep, the first most of all.
std::vector<Endpoint> PeerGroups::top() const {
  struct Candidate {
    Endpoint remote;
    std::uint64_t connections;
    std::uint64_t queued;
  };
  std::vector<Candidate> candidates;
  for (const auto& [remote, group] : groups_)
    if (group.connections() > 0)
      candidates.push_back({remote, group.connections(), group.queued()});
  const auto busier = [](const Candidate& one, const Candidate& other) {
    return std::tie(other.connections, one.remote) < std::tie(one.connections, other.remote);
  };
  const auto fuller = [](const Candidate& one, const Candidate& other) {
    return std::tie(other.queued, one.remote) < std::tie(one.queued, other.remote);
  };
  // The fullest, for half of the places, then the busiest of the rest.
  const auto place = [&candidates](std::size_t number) {
    return candidates.begin() + static_cast<std::ptrdiff_t>(number);
  };
  const auto with_bytes = static_cast<std::size_t>(std::ranges::count_if(
      candidates, [](const Candidate& candidate) { return candidate.queued > 0; }));
  const auto half = place(std::min(with_bytes, most_ / 2));
  const auto end = place(std::min(candidates.size(), most_));
  std::ranges::partial_sort(candidates, half, fuller);
  std::partial_sort(half, end, candidates.end(), busier);
  std::vector<Endpoint> result;
  std::transform(candidates.begin(), end, std::back_inserter(result),
                 [](const Candidate& candidate) { return candidate.remote; });
  return result;
}

}  // namespace sockq
