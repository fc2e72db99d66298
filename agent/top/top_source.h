#pragma once

#include <memory>
#include <string>

#include "agent/options.h"
#include "agent/top/top_sample.h"

namespace sockq {

/// Where the live view gets its looks from. Not for several threads.
class TopSource {
 public:
  virtual ~TopSource() = default;
  /// The latest of everything. May wait for an answer, a few seconds at most.
  [[nodiscard]] virtual Result<TopSample> look() = 0;
  /// "this machine", a directory or an URL without its password.
  [[nodiscard]] virtual std::string name() const = 0;
};

/// The machine itself, or a recording, watched from now on as the agent does. An error where
/// nothing at all can be observed.
[[nodiscard]] Result<std::unique_ptr<TopSource>> open_machine(const SourceOptions& options);

/// A running agent, asked for its pages. Nothing is sent yet.
[[nodiscard]] Result<std::unique_ptr<TopSource>> open_agent(const std::string& url);

}  // namespace sockq
