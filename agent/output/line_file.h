#pragma once

#include <string>
#include <string_view>

#include "collectors/base/result.h"
#include "collectors/base/unique_fd.h"

namespace sockq {

/// A file that whole lines are added to, or standard output. Opened when first needed, again after
/// reopen(), and again where it could not be opened. Not for several threads.
class LineFile {
 public:
  /// "-" is standard output.
  explicit LineFile(std::string name) : name_(std::move(name)) {}

  /// Adds one line, which ends with a newline: the whole line or nothing of it. A pipe that nobody
  /// reads is an error (EAGAIN), not a wait; so is a line that one write cannot take.
  [[nodiscard]] Result<Unit> append(std::string_view line);

  /// Opens what has the name now with the next line: the old file was moved away.
  void reopen() { fd_.reset(); }

 private:
  [[nodiscard]] Result<Unit> open();
  [[nodiscard]] Error failure(int code) const;

  std::string name_;
  UniqueFd fd_;
};

}  // namespace sockq
