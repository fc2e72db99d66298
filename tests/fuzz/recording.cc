// Recordings: the formats of their files alone, and a recorded machine some of whose files are the
// input's, through every collector, to the metrics and the JSON.
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "collectors/base/utf8.h"
#include "collectors/collector.h"
#include "collectors/recording/format.h"
#include "collectors/recording/replay.h"
#include "exporters/connection_json.h"
#include "exporters/families.h"
#include "exporters/listener_json.h"
#include "tests/fuzz/exposition.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/temp_dir.h"

namespace sockq {
namespace {

void read_records(std::string_view text) {
  const auto records = decode_records(text, "file");
  if (!records.ok()) return;
  std::string again;
  for (const Record& record : records.value()) again += encode_record(record.kind, record.bytes);
  require(again == text, "records are written as they are read");
}

void read_lists(std::string_view text) {
  for (const Directory& directory : decode_directories(text))
    require(directory.name.find('\n') == std::string::npos, "a name is on one line");
  (void)decode_sockets(text);
  (void)decode_errno(text);
}

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A recording of a machine that its owner keeps, with files that an input replaces for a while.
class Machine {
 public:
  Machine() {
    const std::filesystem::path original = SOCKQ_FIXTURES "/kernels/linux-6.12";
    std::filesystem::copy(original, directory_.path(), std::filesystem::copy_options::recursive);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(original)) {
      if (!entry.is_regular_file()) continue;
      names_.push_back(std::filesystem::relative(entry.path(), original));
      originals_[names_.back()] = content_of(entry.path());
    }
    for (const char* more :
         {"proc/self/stat", "proc/self/limits", "list/self/fd", "directories/names",
          "directories/7/names", "sockets/7/fd", "proc/7/comm", "proc/7/cgroup", "link/7/exe",
          "cgroups/names", "proc/net/netstat.2", "proc/net/snmp.error"})
      names_.emplace_back(more);
    std::ranges::sort(names_);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return directory_.path(); }

  void replace(std::size_t number, std::string_view text) {
    const std::filesystem::path name = names_[number % names_.size()];
    replaced_.push_back(name);
    std::filesystem::create_directories((directory_.path() / name).parent_path());
    write(name, text);
  }

  void restore() {
    for (const std::filesystem::path& name : replaced_)
      if (const auto original = originals_.find(name); original != originals_.end())
        write(name, original->second);
      else
        std::filesystem::remove(directory_.path() / name);
    replaced_.clear();
  }

 private:
  void write(const std::filesystem::path& name, std::string_view text) const {
    std::ofstream(directory_.path() / name, std::ios::binary) << text;
  }

  TempDir directory_;
  std::vector<std::filesystem::path> names_;
  std::map<std::filesystem::path, std::string> originals_;
  std::vector<std::filesystem::path> replaced_;
};

void look_at(const Env& env) {
  Workbench bench(env);
  Sample sample;
  for (int look = 0; look < 2; ++look) {
    take_sample(bench, every_collector(), sample);
    Snapshot snapshot;
    NamespaceView& view = snapshot.namespaces.emplace_back();
    if (sample.has_sockets) view.listeners = fold_listeners(sample.sockets);
    if (view.listeners && sample.owners) put_owners(*view.listeners, *sample.owners);
    view.values = sample.values;
    view.sweep = sample.sweep;
    snapshot.process = sample.process;
    snapshot.health = sample.health;
    CollectorNames all;
    for (const Collector& collector : collector_table()) all.push_back(collector.name);
    (void)read_exposition(exposition_text(make_families(snapshot, all)));
    for (const std::string& page : {listeners_json(snapshot), connections_json(snapshot)})
      require(valid_utf8(page) == page, "JSON is UTF-8");
  }
}

void replay(Input input) {
  static Machine machine;
  while (!input.empty()) {
    const std::size_t number = input.byte();
    machine.replace(number, input.part());
  }
  const auto recording = Replay::open(machine.path());
  if (recording.ok()) look_at(recording.value()->env());
  machine.restore();
}

}  // namespace
}  // namespace sockq

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sockq::Input input(data, size);
  const unsigned selector = input.byte();
  if (selector >= 128)
    sockq::replay(input);
  else if (selector % 2 == 0)
    sockq::read_records(input.rest());
  else
    sockq::read_lists(input.rest());
  return 0;
}
