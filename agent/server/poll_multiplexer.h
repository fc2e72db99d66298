#pragma once

#include <poll.h>

#include <unordered_map>
#include <vector>

#include "agent/server/multiplexer.h"

namespace sockq {

/// poll(2): every wait hands over, and looks through, all descriptors.
class PollMultiplexer : public Multiplexer {
 public:
  Result<Unit> add(int fd, Interest interest, bool shared) override;
  void change(int fd, Interest interest) override;
  void remove(int fd) override;
  Result<Unit> wait(std::chrono::nanoseconds limit, std::vector<int>& ready) override;

 private:
  std::vector<pollfd> watched_;
  std::unordered_map<int, std::size_t> places_;  ///< in watched_, by descriptor
};

}  // namespace sockq
