#pragma once

#include <cstdint>
#include <string>

#include "collectors/base/result.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// A network namespace that is held open, and so kept alive.
struct OpenNamespace {
  UniqueFd nsfs;
  std::uint64_t inode = 0;
};

/// Opens a file of nsfs: "/run/netns/blue", "/proc/7/ns/net". An error where it cannot be opened,
/// or EINVAL where it is something else (NS_GET_NSTYPE, ioctl_ns(2)).
[[nodiscard]] Result<OpenNamespace> open_namespace(const std::string& path);

}  // namespace sockq
