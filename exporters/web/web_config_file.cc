#include "exporters/web/web_config_file.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include "exporters/web/parse_web_config.h"

namespace sockq {
namespace {

// A file's times advance by the kernel's tick, or by 2 s on the coarsest file systems: two changes
// within that may look like one.
constexpr time_t kCoarsestTime = 2;

bool is_recent(const FileMark& mark) {
  return std::time(nullptr) - std::max(mark.modified.tv_sec, mark.changed.tv_sec) <= kCoarsestTime;
}

}  // namespace

Result<std::shared_ptr<WebConfigFile>> WebConfigFile::open(const std::string& path, Report report) {
  std::shared_ptr<WebConfigFile> file(new WebConfigFile(path, std::move(report)));
  const Result<Unit> read = file->read_again();
  if (!read.ok()) return read.error();
  return file;
}

std::shared_ptr<const WebPolicy> WebConfigFile::current() {
  const std::lock_guard lock(mutex_);
  if (may_have_changed()) reload();
  return policy_;
}

std::vector<FileMark> WebConfigFile::marks() const {
  std::vector<FileMark> marks{FileMark::of(path_)};
  for (const std::string& path : named_) marks.push_back(FileMark::of(path));
  return marks;
}

bool WebConfigFile::may_have_changed() {
  std::vector<FileMark> now = marks();
  if (settled_ && now == marks_) return false;
  settled_ = std::ranges::none_of(now, is_recent);
  marks_ = std::move(now);
  return true;
}

void WebConfigFile::reload() {
  const std::shared_ptr<const WebPolicy> before = policy_;
  const Result<Unit> read = read_again();
  const std::string line = read.ok() ? "" : read.error().line();
  const bool news = line != refused_ || policy_ != before;
  refused_ = line;
  if (!news || !report_) return;
  report_(read.ok() ? std::nullopt : std::optional(read.error()));
}

Result<Unit> WebConfigFile::read_again() {
  Result<std::string> text = read_text_file(path_);
  if (!text.ok()) return text.error();
  Result<WebConfig> config = parse_web_config(text.value(), path_);
  if (!config.ok()) return config.error();
  named_ = named_files(config.value());
  Result<TlsTexts> tls_texts = read_tls_texts(config.value());
  if (!tls_texts.ok()) return tls_texts.error();
  if (policy_ && text.value() == text_ && tls_texts.value() == tls_texts_) return Unit{};

  const auto policy = make_policy(std::move(config).value(), tls_texts.value());
  if (!policy.ok()) return policy.error();
  if (policy_ && (policy.value()->tls == nullptr) != (policy_->tls == nullptr))
    return Error{0, "TLS cannot be turned on or off while sockq runs", path_, "restart sockq"};
  text_ = std::move(text).value();
  tls_texts_ = std::move(tls_texts).value();
  policy_ = policy.value();
  return Unit{};
}

}  // namespace sockq
