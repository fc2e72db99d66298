#pragma once

#include <sys/select.h>

#include <set>

#include "agent/server/multiplexer.h"

namespace sockq {

/// select(2), which ends at descriptor 1,023.
class SelectMultiplexer : public Multiplexer {
 public:
  SelectMultiplexer();

  Result<Unit> add(int fd, Interest interest, bool shared) override;
  void change(int fd, Interest interest) override;
  void remove(int fd) override;
  Result<Unit> wait(std::chrono::nanoseconds limit, std::vector<int>& ready) override;
  [[nodiscard]] std::size_t end_of_range() const override { return FD_SETSIZE; }

 private:
  fd_set reading_;
  fd_set writing_;
  std::set<int> watched_;
};

}  // namespace sockq
