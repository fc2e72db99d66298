#include "collectors/recording/recorder.h"

#include <atomic>
#include <cerrno>
#include <fstream>
#include <optional>

#include "collectors/recording/format.h"

namespace sockq {

/// Writes the files of one recording and counts how often each name was used.
class Recorder::Writer {
 public:
  explicit Writer(std::filesystem::path directory) : directory_(std::move(directory)) {}

  /// A name of its own for one more use of `name`.
  std::filesystem::path next(const std::string& name) {
    const std::lock_guard lock(mutex_);
    return nth_name(name, ++uses_[name]);
  }

  void append(const std::filesystem::path& name, std::string_view text) {
    const std::lock_guard lock(mutex_);
    const std::filesystem::path file = directory_ / name;
    std::error_code code;
    std::filesystem::create_directories(file.parent_path(), code);
    std::ofstream out(file, std::ios::app | std::ios::binary);
    out << text;
    out.close();
    if (!out && !error_)
      error_ =
          Error{errno, "cannot write the recording", file.string(), "choose another directory"};
  }

  /// Writes one more use of `name` where its text differs from that of the use before.
  void append_changed(const std::string& name, std::string text) {
    const std::filesystem::path file = next(name);
    {
      const std::lock_guard lock(mutex_);
      std::string& before = last_[name];
      if (before == text) return;
      before = text;
    }
    append(file, text);
  }

  /// True the first time only.
  bool first_refusal() { return !refused_.exchange(true); }

  [[nodiscard]] std::optional<Error> error() const {
    const std::lock_guard lock(mutex_);
    return error_;
  }

 private:
  const std::filesystem::path directory_;
  mutable std::mutex mutex_;
  std::map<std::string, std::size_t> uses_;
  std::map<std::string, std::string> last_;
  std::atomic<bool> refused_ = false;
  std::optional<Error> error_;
};

namespace {

using Writer = Recorder::Writer;

class RecordingProcFs : public ProcFs {
 public:
  /// `tree` names the directories of this root in the recording.
  RecordingProcFs(const ProcFs& inner, Writer& writer, std::string tree)
      : inner_(inner), writer_(writer), tree_(std::move(tree)) {}

  [[nodiscard]] Result<std::string_view> read(std::string_view path,
                                              std::string& buffer) const override {
    Result<std::string_view> text = inner_.read(path, buffer);
    const std::filesystem::path name = writer_.next("proc/" + std::string(path));
    if (text.ok())
      writer_.append(name, text.value());
    else
      writer_.append(name.string() + ".error", std::to_string(text.error().code) + "\n");
    return text;
  }

  [[nodiscard]] Result<std::vector<std::string>> list(std::string_view path) const override {
    Result<std::vector<std::string>> names = inner_.list(path);
    std::string lines;
    if (names.ok())
      for (const std::string& name : names.value()) lines.append(name).append("\n");
    writer_.append(writer_.next("list/" + std::string(path)), lines);
    return names;
  }

  [[nodiscard]] Result<std::string> link(std::string_view path) const override {
    Result<std::string> target = inner_.link(path);
    writer_.append_changed("link/" + std::string(path), encode_found(target));
    return target;
  }

  [[nodiscard]] Result<std::vector<Directory>> directories(std::string_view path) const override {
    Result<std::vector<Directory>> found = inner_.directories(path);
    writer_.append_changed(directories_name(tree_, path), encode_found(found));
    return found;
  }

  [[nodiscard]] Result<std::vector<SocketFd>> sockets(
      std::string_view path, std::span<const std::uint32_t> wanted) const override {
    Result<std::vector<SocketFd>> found = inner_.sockets(path, wanted);
    const bool untold = !found.ok() && !writer_.first_refusal();
    writer_.append_changed("sockets/" + std::string(path), untold ? "" : encode_found(found));
    return found;
  }

  /// Tells network namespaces apart: a recording holds one.
  [[nodiscard]] Result<std::uint64_t> inode(std::string_view path) const override {
    return inner_.inode(path);
  }

  [[nodiscard]] std::string full_path(std::string_view path) const override {
    return inner_.full_path(path);
  }

 private:
  const ProcFs& inner_;
  Writer& writer_;
  const std::string tree_;
};

class RecordingSocket : public NetlinkSocket {
 public:
  RecordingSocket(std::unique_ptr<NetlinkSocket> inner, Writer& writer)
      : inner_(std::move(inner)), writer_(writer) {}

  [[nodiscard]] unsigned port_id() const override { return inner_->port_id(); }

  [[nodiscard]] Result<Unit> send(std::span<const std::byte> message) override {
    dump_ = writer_.next("netlink/" + request_key(message));
    writer_.append(dump_, encode_record(RecordKind::request, message));
    return inner_->send(message);
  }

  [[nodiscard]] Result<std::size_t> receive(std::span<std::byte> buffer) override {
    Result<std::size_t> count = inner_->receive(buffer);
    if (count.ok()) {
      writer_.append(dump_, encode_record(RecordKind::datagram, buffer.first(count.value())));
    } else {
      const std::string code = std::to_string(count.error().code);
      writer_.append(dump_, encode_record(RecordKind::error, std::as_bytes(std::span(code))));
    }
    return count;
  }

 private:
  std::unique_ptr<NetlinkSocket> inner_;
  Writer& writer_;
  std::filesystem::path dump_;
};

class RecordingNetlink : public Netlink {
 public:
  RecordingNetlink(const Netlink& inner, Writer& writer) : inner_(inner), writer_(writer) {}

  [[nodiscard]] Result<std::unique_ptr<NetlinkSocket>> open() const override {
    Result<std::unique_ptr<NetlinkSocket>> socket = inner_.open();
    if (!socket.ok()) return socket;
    return std::unique_ptr<NetlinkSocket>(
        std::make_unique<RecordingSocket>(std::move(socket).value(), writer_));
  }

 private:
  const Netlink& inner_;
  Writer& writer_;
};

class RecordingClock : public Clock {
 public:
  RecordingClock(const Clock& inner, Writer& writer) : inner_(inner), writer_(writer) {}

  [[nodiscard]] std::chrono::system_clock::time_point wall() const override {
    return record("clock/wall", inner_.wall());
  }
  [[nodiscard]] std::chrono::steady_clock::time_point steady() const override {
    return record("clock/steady", inner_.steady());
  }
  /// Decides only when to look, and the looks are recorded.
  [[nodiscard]] std::chrono::nanoseconds thread_cpu() const override { return inner_.thread_cpu(); }

 private:
  template <class Time>
  Time record(const char* name, Time time) const {
    const std::chrono::nanoseconds since_epoch = time.time_since_epoch();
    writer_.append(name, std::to_string(since_epoch.count()) + "\n");
    return time;
  }

  const Clock& inner_;
  Writer& writer_;
};

}  // namespace

Result<std::unique_ptr<Recorder>> Recorder::begin(const Env& outside,
                                                  const std::filesystem::path& directory) {
  std::error_code code;
  const bool empty =
      !std::filesystem::exists(directory, code) || std::filesystem::is_empty(directory, code);
  if (!empty || code)
    return Error{code.value(), "cannot hold a new recording", directory.string(),
                 "name an empty or new directory"};
  std::unique_ptr<Recorder> recorder(new Recorder(outside, directory));
  recorder->writer_->append("format", kRecordingFormat);
  if (Result<Unit> status = recorder->status(); !status.ok()) return status.error();
  return recorder;
}

Recorder::Recorder(const Env& outside, const std::filesystem::path& directory)
    : writer_(std::make_unique<Writer>(directory)),
      procfs_(std::make_unique<RecordingProcFs>(outside.procfs, *writer_, "directories")),
      cgroups_(std::make_unique<RecordingProcFs>(outside.cgroups, *writer_, "cgroups")),
      netlink_(std::make_unique<RecordingNetlink>(outside.netlink, *writer_)),
      clock_(std::make_unique<RecordingClock>(outside.clock, *writer_)) {}

Recorder::~Recorder() = default;

Env Recorder::env() const { return {*procfs_, *netlink_, *clock_, *cgroups_}; }

Result<Unit> Recorder::status() const {
  if (const auto error = writer_->error()) return *error;
  return Unit{};
}

}  // namespace sockq
