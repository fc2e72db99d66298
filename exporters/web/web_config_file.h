#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "collectors/base/result.h"
#include "exporters/web/text_file.h"
#include "exporters/web/web_policy.h"

namespace sockq {

/// A web config file that may change while it is used, as may the certificates it names.
class WebConfigFile {
 public:
  /// Is told of each change once: nothing where it is in use from now on, or why the one before
  /// stays in use. Called by any thread, one at a time.
  using Report = std::function<void(const std::optional<Error>& refused)>;

  [[nodiscard]] static Result<std::shared_ptr<WebConfigFile>> open(const std::string& path,
                                                                   Report report);

  /// What the file says now; while it cannot be used, what it said before. Costs a stat(2) for each
  /// file, and a reading only where one has changed. TLS cannot come or go: that needs new sockets.
  /// For any thread.
  [[nodiscard]] std::shared_ptr<const WebPolicy> current();

 private:
  WebConfigFile(std::string path, Report report)
      : path_(std::move(path)), report_(std::move(report)) {}
  [[nodiscard]] std::vector<FileMark> marks() const;
  [[nodiscard]] bool may_have_changed();
  [[nodiscard]] Result<Unit> read_again();
  void reload();

  const std::string path_;
  const Report report_;
  std::mutex mutex_;                // guards the rest
  std::vector<std::string> named_;  ///< by the text that was read last, in use or refused
  std::vector<FileMark> marks_;     ///< of the file and of these
  bool settled_ = false;            ///< a change after marks_ was taken would show in them
  std::string text_;                ///< that policy_ is made of, as are tls_texts_
  TlsTexts tls_texts_;
  std::string refused_;  ///< what was reported last; empty while all is well
  std::shared_ptr<const WebPolicy> policy_;
};

}  // namespace sockq
