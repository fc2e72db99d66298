#pragma once

#include <memory>
#include <string>
#include <vector>

#include "collectors/base/result.h"
#include "exporters/web/tls_context.h"
#include "exporters/web/web_config.h"

namespace sockq {

/// A web config file with what it names, read and checked: how connections and requests are to be
/// treated.
struct WebPolicy {
  WebConfig config;
  std::shared_ptr<const TlsContext> tls;  ///< NULL for plain HTTP
};

/// The files that a config names.
[[nodiscard]] std::vector<std::string> named_files(const WebConfig& config);

/// What they say. Errors name the file.
[[nodiscard]] Result<TlsTexts> read_tls_texts(const WebConfig& config);

/// `texts` are those of `config`.
[[nodiscard]] Result<std::shared_ptr<const WebPolicy>> make_policy(WebConfig config,
                                                                   const TlsTexts& texts);

}  // namespace sockq
