#pragma once

#include <string>

#include "collectors/base/env.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// The real /proc, or one mounted elsewhere, or the tree of control groups. The only code that
/// opens files of theirs. Reading into a buffer that is large enough allocates nothing.
class MountedProcFs : public ProcFs {
 public:
  explicit MountedProcFs(std::string root);
  [[nodiscard]] Result<std::string_view> read(std::string_view path,
                                              std::string& buffer) const override;
  [[nodiscard]] Result<std::vector<std::string>> list(std::string_view path) const override;
  [[nodiscard]] Result<std::string> link(std::string_view path) const override;
  [[nodiscard]] Result<std::vector<Directory>> directories(std::string_view path) const override;
  [[nodiscard]] Result<std::vector<SocketFd>> sockets(
      std::string_view path, std::span<const std::uint32_t> wanted) const override;
  [[nodiscard]] Result<std::uint64_t> inode(std::string_view path) const override;
  [[nodiscard]] std::string full_path(std::string_view path) const override;

 private:
  template <class Visit>
  [[nodiscard]] Result<Unit> for_each_entry(std::string_view path, Visit visit) const;
  [[nodiscard]] UniqueFd open(std::string_view path, int flags) const;

  const std::string root_;
  const UniqueFd root_fd_;  ///< invalid where the root could not be opened; then reading says so
};

}  // namespace sockq
