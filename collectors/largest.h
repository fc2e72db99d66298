#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "collectors/connection.h"

namespace sockq {

/// The connections with the most bytes in one of their queues, the fullest first. Pure.
class Largest {
 public:
  static constexpr std::size_t kMost = 10;

  explicit Largest(std::uint32_t Connection::*queue) : queue_(queue) {}

  void clear() { ranked_.clear(); }

  /// Takes it in where it is one of the largest; one with an empty queue never is.
  void offer(const Connection& connection) {
    const std::uint32_t bytes = connection.*queue_;
    if (bytes == 0 || (ranked_.size() == kMost && bytes <= ranked_.back().*queue_)) return;
    if (ranked_.size() == kMost) ranked_.pop_back();
    const auto place = std::ranges::upper_bound(ranked_, bytes, std::ranges::greater(), queue_);
    ranked_.insert(place, connection);
  }

  [[nodiscard]] const std::vector<Connection>& ranked() const { return ranked_; }

 private:
  std::uint32_t Connection::*queue_;
  std::vector<Connection> ranked_;
};

}  // namespace sockq
