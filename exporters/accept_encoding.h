#pragma once

#include <string_view>

namespace sockq {

/// Whether a client that sent this Accept-Encoding (RFC 9110, 12.5.3) takes gzip, also called
/// x-gzip. What is said of gzip goes before what is said of `*`, and the last word counts where
/// there are several. A part that is malformed says nothing; neither does an absent field ("").
[[nodiscard]] bool accepts_gzip(std::string_view accept_encoding);

}  // namespace sockq
