#pragma once

#include <string>
#include <string_view>

#include "collectors/base/result.h"
#include "exporters/web/web_config.h"

namespace sockq {

/// Reads the text of the web config file at the path `file`, to whose folder its relative paths
/// refer. Errors name the line and what to do. Stricter than the toolkit where a setting would
/// protect nothing: TLS keys without a certificate, client_allowed_sans or a client_ca without a
/// client_auth_type, min_version above max_version. Pure: no other file is looked at.
[[nodiscard]] Result<WebConfig> parse_web_config(std::string_view text, const std::string& file);

}  // namespace sockq
