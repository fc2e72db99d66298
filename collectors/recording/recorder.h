#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "collectors/base/env.h"

namespace sockq {

/// Stands between the collectors and the outside world and writes all that passes into a recording
/// (format.h). Safe for use by several threads.
class Recorder {
 public:
  /// Begins a recording in `directory`, which must be empty or not exist yet.
  [[nodiscard]] static Result<std::unique_ptr<Recorder>> begin(
      const Env& outside, const std::filesystem::path& directory);
  ~Recorder();

  [[nodiscard]] Env env() const;

  /// The first error of writing, or success: ask when all is recorded.
  [[nodiscard]] Result<Unit> status() const;

  class Writer;

 private:
  explicit Recorder(const Env& outside, const std::filesystem::path& directory);

  std::unique_ptr<Writer> writer_;
  std::unique_ptr<ProcFs> procfs_;
  std::unique_ptr<ProcFs> cgroups_;
  std::unique_ptr<Netlink> netlink_;
  std::unique_ptr<Clock> clock_;
};

}  // namespace sockq
