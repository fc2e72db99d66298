#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace sockq {

/// The name a unix socket is bound to (unix(7)): a path, or a NUL and any bytes for an abstract
/// name. Of fixed size, so that a look at many of them allocates nothing.
class UnixName {
 public:
  /// sun_path of sockaddr_un.
  static constexpr std::size_t kMostBytes = 108;

  UnixName() = default;
  /// `bytes` beyond kMostBytes are left out.
  explicit UnixName(std::string_view bytes)
      : size_(static_cast<std::uint8_t>(std::min(bytes.size(), kMostBytes))) {
    std::copy_n(bytes.begin(), size_, bytes_.begin());
  }

  [[nodiscard]] std::string_view bytes() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, kMostBytes> bytes_{};
  std::uint8_t size_ = 0;
};

/// A name as people write it: "/run/app.sock", "@abstract". Printable ASCII stays as it is but for
/// the backslash; any other byte is written \xNN, and so is an @ that a path begins with. Different
/// names give different texts.
[[nodiscard]] std::string unix_name_text(const UnixName& name);

}  // namespace sockq
