#pragma once

#include "collectors/base/env.h"

namespace sockq {

/// Another ProcFs, of which a subclass changes what it wants changed.
class OtherProcFs : public ProcFs {
 public:
  explicit OtherProcFs(const ProcFs& base) : base_(base) {}
  [[nodiscard]] Result<std::string_view> read(std::string_view path,
                                              std::string& buffer) const override {
    return base_.read(path, buffer);
  }
  [[nodiscard]] Result<std::vector<std::string>> list(std::string_view path) const override {
    return base_.list(path);
  }
  [[nodiscard]] Result<std::string> link(std::string_view path) const override {
    return base_.link(path);
  }
  [[nodiscard]] Result<std::vector<Directory>> directories(std::string_view path) const override {
    return base_.directories(path);
  }
  [[nodiscard]] Result<std::vector<SocketFd>> sockets(
      std::string_view path, std::span<const std::uint32_t> wanted) const override {
    return base_.sockets(path, wanted);
  }
  [[nodiscard]] Result<std::uint64_t> inode(std::string_view path) const override {
    return base_.inode(path);
  }
  [[nodiscard]] std::string full_path(std::string_view path) const override {
    return base_.full_path(path);
  }

 protected:
  [[nodiscard]] const ProcFs& base() const { return base_; }

 private:
  const ProcFs& base_;
};

}  // namespace sockq
