#pragma once

#include <string>

#include "collectors/base/env.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// The real /proc, or one mounted elsewhere. The only code that opens files of procfs. Reading into
/// a buffer that is large enough allocates nothing.
class MountedProcFs : public ProcFs {
 public:
  explicit MountedProcFs(std::string root);
  [[nodiscard]] Result<std::string_view> read(std::string_view path,
                                              std::string& buffer) const override;
  [[nodiscard]] Result<std::vector<std::string>> list(std::string_view path) const override;
  [[nodiscard]] std::string full_path(std::string_view path) const override;

 private:
  [[nodiscard]] UniqueFd open(std::string_view path, int flags) const;

  const std::string root_;
  const UniqueFd root_fd_;  ///< invalid where the root could not be opened; then reading says so
};

}  // namespace sockq
