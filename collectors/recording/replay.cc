#include "collectors/recording/replay.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <deque>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <optional>

#include "collectors/base/text.h"
#include "collectors/recording/format.h"

namespace sockq {

/// Reads the files of one recording, each use of a name the next of its files.
class Replay::Reader {
 public:
  explicit Reader(std::filesystem::path directory) : directory_(std::move(directory)) {}

  [[nodiscard]] std::string path(std::string_view name) const {
    return (directory_ / name).string();
  }

  /// A recording may come from anybody: no name that stands in it leads out of its directory.
  [[nodiscard]] Result<std::string> load(const std::filesystem::path& name) const {
    std::error_code code;
    const bool within = std::find(name.begin(), name.end(), "..") == name.end() &&
                        std::filesystem::is_regular_file(directory_ / name, code);
    const Error missing{ENOENT, "not in the recording", path(name.string()), ""};
    if (!within) return missing;
    std::ifstream in(directory_ / name, std::ios::binary);
    if (!in) return missing;
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

  /// The file for one more use of `name`: the last one again where there are no more.
  Result<std::string> load_next(const std::string& name) {
    const std::lock_guard lock(mutex_);
    std::size_t& uses = uses_[name];
    if (uses == 0 || exists(nth_name(name, uses + 1))) ++uses;
    const std::filesystem::path file = nth_name(name, uses);
    if (const auto code = recorded_error(file))
      return Error{*code, "cannot read", path(file.string()), "so it was when it was recorded"};
    return load(file);
  }

  /// The text for one more use of `name`, of which only changes were written: nothing at first.
  Result<std::string> load_changed(const std::string& name) {
    const std::lock_guard lock(mutex_);
    const std::size_t use = ++uses_[name];
    std::string& text = texts_[name];
    if (Result<std::string> changed = load(nth_name(name, use)); changed.ok())
      text = std::move(changed).value();
    if (const auto code = decode_errno(text))
      return Error{*code, "cannot read", path(name), "so it was when it was recorded"};
    return text;
  }

  /// The next line of a file of numbers: the last one again after the end, 0 where there is none.
  std::int64_t next_number(const std::string& name) {
    const std::lock_guard lock(mutex_);
    Numbers& numbers = load_numbers(name);
    const std::size_t line = std::min(numbers.used++, numbers.lines.size() - 1);
    return numbers.lines[line];
  }

  /// Every line of a file of numbers has been given out.
  bool ended(const std::string& name) {
    const std::lock_guard lock(mutex_);
    const Numbers& numbers = load_numbers(name);
    return numbers.used >= numbers.lines.size();
  }

 private:
  [[nodiscard]] bool exists(const std::filesystem::path& name) const {
    std::error_code code;
    return std::filesystem::exists(directory_ / name, code) ||
           std::filesystem::exists(directory_ / (name.string() + ".error"), code);
  }

  [[nodiscard]] std::optional<int> recorded_error(const std::filesystem::path& file) const {
    const Result<std::string> text = load(file.string() + ".error");
    if (!text.ok()) return std::nullopt;
    std::string_view line = text.value();
    return parse_number<int>(next_line(line)).value_or(EIO);
  }

  struct Numbers {
    std::vector<std::int64_t> lines;
    std::size_t used = 0;
  };

  Numbers& load_numbers(const std::string& name) {
    const auto [entry, is_new] = numbers_.try_emplace(name);
    std::vector<std::int64_t>& lines = entry->second.lines;
    if (!is_new) return entry->second;
    const Result<std::string> text = load(name);
    std::string_view left = text.ok() ? std::string_view(text.value()) : std::string_view{};
    while (!left.empty()) lines.push_back(parse_number<std::int64_t>(next_line(left)).value_or(0));
    if (lines.empty()) lines.push_back(0);
    return entry->second;
  }

  const std::filesystem::path directory_;
  std::mutex mutex_;
  std::map<std::string, std::size_t> uses_;
  std::map<std::string, std::string> texts_;
  std::map<std::string, Numbers> numbers_;
};

namespace {

using Reader = Replay::Reader;

class ReplayedProcFs : public ProcFs {
 public:
  ReplayedProcFs(Reader& reader, std::string tree) : reader_(reader), tree_(std::move(tree)) {}

  [[nodiscard]] Result<std::string_view> read(std::string_view path,
                                              std::string& buffer) const override {
    Result<std::string> text = reader_.load_next("proc/" + std::string(path));
    if (!text.ok()) return text.error();
    buffer = std::move(text).value();
    return std::string_view(buffer);
  }

  [[nodiscard]] Result<std::vector<std::string>> list(std::string_view path) const override {
    const Result<std::string> text = reader_.load_next("list/" + std::string(path));
    if (!text.ok()) return text.error();
    std::vector<std::string> names;
    std::string_view lines = text.value();
    while (!lines.empty()) names.emplace_back(next_line(lines));
    return names;
  }

  [[nodiscard]] Result<std::string> link(std::string_view path) const override {
    return reader_.load_changed("link/" + std::string(path));
  }

  [[nodiscard]] Result<std::vector<Directory>> directories(std::string_view path) const override {
    const Result<std::string> text = reader_.load_changed(directories_name(tree_, path));
    if (!text.ok()) return text.error();
    return decode_directories(text.value());
  }

  [[nodiscard]] Result<std::vector<SocketFd>> sockets(
      std::string_view path, std::span<const std::uint32_t>) const override {
    const Result<std::string> text = reader_.load_changed("sockets/" + std::string(path));
    if (!text.ok()) return text.error();
    return decode_sockets(text.value());
  }

  [[nodiscard]] Result<std::uint64_t> inode(std::string_view path) const override {
    return Error{ENOTSUP, "cannot tell network namespaces apart", full_path(path),
                 "a recording holds one"};
  }

  [[nodiscard]] std::string full_path(std::string_view path) const override {
    return reader_.path("proc/" + std::string(path));
  }

 private:
  Reader& reader_;
  const std::string tree_;
};

class ReplayedSocket : public NetlinkSocket {
 public:
  explicit ReplayedSocket(Reader& reader) : reader_(reader) {}

  [[nodiscard]] unsigned port_id() const override { return 1; }

  [[nodiscard]] Result<Unit> send(std::span<const std::byte> message) override {
    const std::string name = "netlink/" + request_key(message);
    const Result<std::string> text = reader_.load_next(name);
    if (!text.ok()) return text.error();
    Result<std::vector<Record>> records = decode_records(text.value(), reader_.path(name));
    if (!records.ok()) return records.error();
    answer_.assign(std::make_move_iterator(records.value().begin()),
                   std::make_move_iterator(records.value().end()));
    std::memcpy(&sequence_, message.data() + kSequenceAt, sizeof(sequence_));
    return Unit{};
  }

  [[nodiscard]] Result<std::size_t> receive(std::span<std::byte> buffer) override {
    while (!answer_.empty() && answer_.front().kind == RecordKind::request) answer_.pop_front();
    if (answer_.empty()) return Error{EAGAIN, "the recording ends here", "netlink", ""};
    Record record = std::move(answer_.front());
    answer_.pop_front();
    if (record.kind == RecordKind::error) return recorded_error(record);
    if (record.bytes.size() > buffer.size())
      return Error{ENOSPC, "a recorded datagram is too long", "netlink", ""};
    address_to(record.bytes, sequence_, port_id());
    std::ranges::copy(record.bytes, buffer.begin());
    return record.bytes.size();
  }

 private:
  static constexpr std::size_t kSequenceAt = 8;  // offsetof(nlmsghdr, nlmsg_seq)

  static Error recorded_error(const Record& record) {
    const std::string_view code(reinterpret_cast<const char*>(record.bytes.data()),
                                record.bytes.size());
    return {parse_number<int>(code).value_or(EIO), "cannot receive", "netlink recording", ""};
  }

  Reader& reader_;
  std::deque<Record> answer_;
  std::uint32_t sequence_ = 0;
};

class ReplayedNetlink : public Netlink {
 public:
  explicit ReplayedNetlink(Reader& reader) : reader_(reader) {}

  [[nodiscard]] Result<std::unique_ptr<NetlinkSocket>> open() const override {
    return std::unique_ptr<NetlinkSocket>(std::make_unique<ReplayedSocket>(reader_));
  }

 private:
  Reader& reader_;
};

class ReplayedClock : public Clock {
 public:
  explicit ReplayedClock(Reader& reader) : reader_(reader) {}

  [[nodiscard]] std::chrono::system_clock::time_point wall() const override {
    return next<std::chrono::system_clock::time_point>("clock/wall");
  }
  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override {
    return next<std::chrono::steady_clock::time_point>("clock/steady");
  }
  [[nodiscard]] std::chrono::nanoseconds thread_cpu() const override {
    return std::chrono::nanoseconds(0);
  }

 private:
  template <class Time>
  Time next(const char* name) const {
    return Time(std::chrono::nanoseconds(reader_.next_number(name)));
  }

  Reader& reader_;
};

}  // namespace

Result<std::unique_ptr<Replay>> Replay::open(const std::filesystem::path& directory) {
  std::unique_ptr<Replay> replay(new Replay(directory));
  const Result<std::string> format = replay->reader_->load("format");
  if (!format.ok() || format.value() != kRecordingFormat)
    return Error{0, "not a recording of this version of sockq", directory.string(),
                 "make one with sockq list --record"};
  return replay;
}

Replay::Replay(const std::filesystem::path& directory)
    : reader_(std::make_unique<Reader>(directory)),
      procfs_(std::make_unique<ReplayedProcFs>(*reader_, "directories")),
      cgroups_(std::make_unique<ReplayedProcFs>(*reader_, "cgroups")),
      netlink_(std::make_unique<ReplayedNetlink>(*reader_)),
      clock_(std::make_unique<ReplayedClock>(*reader_)) {}

Replay::~Replay() = default;

bool Replay::ended() const { return reader_->ended("clock/wall"); }

Env Replay::env() const { return {*procfs_, *netlink_, *clock_, *cgroups_}; }

}  // namespace sockq
