#pragma once

#include <filesystem>
#include <memory>

#include "collectors/base/env.h"

namespace sockq {

/// A recording (format.h) in place of the outside world. What was not recorded is an error that
/// says so. Safe for use by several threads.
class Replay {
 public:
  /// Opens the recording in `directory`; an error where there is none.
  [[nodiscard]] static Result<std::unique_ptr<Replay>> open(const std::filesystem::path& directory);
  ~Replay();

  [[nodiscard]] Env env() const;

  /// Every look that was recorded has been taken.
  [[nodiscard]] bool ended() const;

  class Reader;

 private:
  explicit Replay(const std::filesystem::path& directory);

  std::unique_ptr<Reader> reader_;
  std::unique_ptr<ProcFs> procfs_;
  std::unique_ptr<ProcFs> cgroups_;
  std::unique_ptr<Netlink> netlink_;
  std::unique_ptr<Clock> clock_;
};

}  // namespace sockq
