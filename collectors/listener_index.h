#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <unordered_map>

#include "collectors/endpoint.h"

namespace sockq {

/// Finds the listener that a connection came through, by the connection's local address. Pure.
class ListenerIndex {
 public:
  void clear();
  /// Adds a listener once; returns its number, counted from 0.
  std::size_t add(const Endpoint& local);

  /// The listener of that very address, else of the wildcard address, else, for IPv4, of [::],
  /// which takes IPv4 too; of the same device before any. Nothing where none is: the connection
  /// goes out.
  [[nodiscard]] std::optional<std::size_t> find(const Endpoint& local) const;
  /// The number of the listener of that very address.
  [[nodiscard]] std::optional<std::size_t> find_exact(const Endpoint& local) const;

 private:
  [[nodiscard]] std::optional<std::size_t> find_bound(Endpoint local) const;

  std::unordered_map<Endpoint, std::size_t, EndpointHash> numbers_;
  std::bitset<65536> ports_;  ///< of listeners: most outgoing connections are told by it
};

}  // namespace sockq
