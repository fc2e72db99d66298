// Texts of procfs: counters, sysctls, a process's stat, limits, control groups and their limits on
// processor time, mounts, devices, and what the owner of a listener is made of.
#include <array>
#include <cmath>
#include <string>

#include "collectors/base/utf8.h"
#include "collectors/owner/cgroup_mount.h"
#include "collectors/owner/cgroup_names.h"
#include "collectors/owner/cpu_quota.h"
#include "collectors/owner/describe_owner.h"
#include "collectors/owner/process_cgroup.h"
#include "collectors/proc/device_names.h"
#include "collectors/proc/parse.h"
#include "tests/fuzz/fuzz.h"
#include "tests/support/fake_env.h"

namespace sockq {
namespace {

/// Reads the text alone, and twice in a row: the same numbers, and a text cut short is refused.
template <class Parse>
void read_values(std::string_view text, const Parse& parse) {
  KernelValues once{};
  if (!parse(text, once).ok()) return;
  KernelValues twice{};
  require(parse(std::string(text) + std::string(text), twice).ok() && once == twice,
          "lines that come again change nothing");
  KernelValues cut{};
  text.remove_suffix(1);
  require(text.ends_with('\n') || text.empty() || !parse(text, cut).ok(),
          "a text without its end is refused");
}

template <Source source>
void read_counters(std::string_view text) {
  read_values(text, [](std::string_view lines, KernelValues& values) {
    return parse_counters(lines, source, values);
  });
}

void read_sockstat(std::string_view text) { read_values(text, parse_sockstat); }

void read_sysctl(std::string_view text) {
  for (const char* path : {"net/core/somaxconn", "net/ipv4/tcp_rmem", "net/none"}) {
    KernelValues values{};
    (void)parse_sysctl(text, path, values);
  }
}

void read_stat(std::string_view text) {
  const Result<ProcessStats> stats = parse_process_stat(text, 100, 4096);
  if (!stats.ok()) return;
  require(stats.value().cpu_seconds >= 0, "processor time is not negative");
  require(stats.value().resident_bytes % 4096 == 0, "memory is counted in pages");
}

void read_activity(std::string_view text) {
  const Result<ProcessActivity> activity = parse_process_activity(text, 100);
  if (!activity.ok()) return;
  require(activity.value().cpu.count() >= 0, "processor time is not negative");
  require(activity.value().pid == 0, "whose text it is, the caller knows");
}

void read_limits(std::string_view text) { (void)parse_open_files_limit(text); }

void read_names(std::string_view text) {
  const CgroupNames names = parse_cgroup_names(text);
  require(names.container.empty() || names.container.size() == 64, "a container has a whole id");
  require(names.pod_uid.empty() || names.pod_uid.size() == 36 || names.pod_uid.size() == 32,
          "a pod's uid is whole");
  require(names.runtime.empty() || !names.container.empty(), "a runtime runs a container");
  require(text.find(names.unit) != std::string_view::npos, "a unit stands in the path");
}

void read_cgroup(std::string_view text) {
  const std::string_view path = most_telling_cgroup(text);
  require(path.empty() || path.starts_with('/'), "a control group begins with a slash");
  require(path.find('\n') == std::string_view::npos, "a control group is on one line");
  read_names(path);
}

void read_mounts(std::string_view text) {
  const auto mount = find_cgroup_mount(text);
  require(!mount || mount->starts_with('/'), "a mount begins with a slash");
  const auto of_version_1 = find_cpu_mount(text);
  require(!of_version_1 || of_version_1->point.starts_with('/'), "a mount begins with a slash");
}

void read_quota(std::string_view text) {
  const double processors = parse_cpu_limit(text);
  require(std::isfinite(processors) && processors >= 0, "a limit is a number of processors");
  const std::string path = find_cpu_cgroup(text).path;
  require(path.empty() || path.starts_with('/'), "a control group begins with a slash");
  const auto quota = parse_cpu_stat(text);
  require(!quota || quota->throttled_time.count() >= 0, "time is not negative");
}

/// comm, cgroup and exe of one process, a part each.
void read_owner(std::string_view text) {
  Input input(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  FakeProcFs procfs;
  procfs.files["7/comm"] = std::string(input.part());
  procfs.files["7/cgroup"] = std::string(input.part());
  procfs.links["7/exe"] = std::string(input.rest());
  const std::array<std::uint32_t, 2> pids{7, 8};
  const Owner owner = describe_holders(procfs, pids);
  require(owner.processes <= pids.size(), "a process that has ended is none");
  require(owner.process.empty() || owner.pid == 7, "the one with a name is named");
}

void read_devices(std::string_view text) {
  for (const std::uint32_t index : {0U, 1U, 12U}) {
    const DeviceName device = find_device(text, index);
    const std::string_view name = device.text();
    require(printable_utf8(name) == name && name.find('/') == std::string_view::npos,
            "a name of a device can be read");
    require(text.find(name) != std::string_view::npos, "a name of a device stands in the text");
  }
}

constexpr std::array<void (*)(std::string_view), 13> kReaders = {
    read_counters<Source::netstat>,
    read_counters<Source::snmp>,
    read_sockstat,
    read_sysctl,
    read_stat,
    read_limits,
    read_names,
    read_cgroup,
    read_mounts,
    read_owner,
    read_activity,
    read_quota,
    read_devices,
};

}  // namespace
}  // namespace sockq

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sockq::Input input(data, size);
  const std::size_t reader = input.byte() % sockq::kReaders.size();
  sockq::kReaders[reader](input.rest());
  return 0;
}
