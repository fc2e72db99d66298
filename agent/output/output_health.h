#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "collectors/base/result.h"
#include "collectors/snapshot.h"

namespace sockq {

/// How one output fares: counted for the metrics, and said in the log when it begins to fail, fails
/// in another way, or works again, each once. For any thread.
class OutputHealth {
 public:
  /// `name` is that of a literal.
  explicit OutputHealth(std::string_view name) { stats_.output = name; }

  /// `count` files or lines were written, or were not.
  void wrote(std::uint64_t count);
  void lost(std::uint64_t count, const Error& why);

  [[nodiscard]] OutputStats stats() const;

 private:
  mutable std::mutex mutex_;
  OutputStats stats_;
  std::string failing_;  ///< the line that was logged; empty while all is well
};

}  // namespace sockq
