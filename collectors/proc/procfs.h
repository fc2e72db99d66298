#pragma once

#include <string>

#include "collectors/base/env.h"

namespace sockq {

/// The real /proc, or one mounted elsewhere. The only code that opens files of procfs.
class MountedProcFs : public ProcFs {
 public:
  explicit MountedProcFs(std::string root) : root_(std::move(root)) {}
  [[nodiscard]] Result<std::string_view> read(std::string_view path,
                                              std::string& buffer) const override;
  [[nodiscard]] Result<std::vector<std::string>> list(std::string_view path) const override;
  [[nodiscard]] std::string full_path(std::string_view path) const override;

 private:
  std::string root_;
};

}  // namespace sockq
