#include "collectors/proc/read_values.h"

#include <unistd.h>

#include <cerrno>
#include <string_view>

#include "collectors/proc/parse.h"

namespace sockq {
namespace {

/// Puts the file's name before what a parser found wrong in it.
Error in_file(std::string file, const Error& error) {
  return {error.code, error.where + ": " + error.what, std::move(file), error.remedy};
}

template <class Parse>
auto read_and_parse(const ProcFs& procfs, std::string_view path, std::string& buffer,
                    const Parse& parse) -> decltype(parse(std::string_view())) {
  const Result<std::string_view> text = procfs.read(path, buffer);
  if (!text.ok()) return text.error();
  auto parsed = parse(text.value());
  if (!parsed.ok()) return in_file(procfs.full_path(path), parsed.error());
  return parsed;
}

Result<Unit> read_counters(const ProcFs& procfs, std::string_view path, Source source,
                           std::string& buffer, KernelValues& values) {
  return read_and_parse(procfs, path, buffer, [&](std::string_view text) {
    return parse_counters(text, source, values);
  });
}

bool missing(const Result<Unit>& outcome) {
  return !outcome.ok() && outcome.error().code == ENOENT;
}

}  // namespace

Result<Unit> read_netstat(const ProcFs& procfs, std::string& buffer, KernelValues& values) {
  return read_counters(procfs, "net/netstat", Source::netstat, buffer, values);
}

Result<Unit> read_snmp(const ProcFs& procfs, std::string& buffer, KernelValues& values) {
  return read_counters(procfs, "net/snmp", Source::snmp, buffer, values);
}

Result<Unit> read_sockstat(const ProcFs& procfs, std::string& buffer, KernelValues& values) {
  const auto parse = [&](std::string_view text) { return parse_sockstat(text, values); };
  Result<Unit> ipv4 = read_and_parse(procfs, "net/sockstat", buffer, parse);
  if (!ipv4.ok()) return ipv4;
  Result<Unit> ipv6 = read_and_parse(procfs, "net/sockstat6", buffer, parse);
  return missing(ipv6) ? Result<Unit>(Unit{}) : ipv6;
}

Result<Unit> read_sysctls(const ProcFs& procfs, std::string& buffer, KernelValues& values) {
  std::string_view last;
  for (const KernelValue& row : kernel_value_table()) {
    if (row.source != Source::sysctl || row.group == last) continue;
    last = row.group;
    std::string path = "sys/";
    path.append(row.group);
    Result<Unit> outcome = read_and_parse(procfs, path, buffer, [&](std::string_view text) {
      return parse_sysctl(text, row.group, values);
    });
    const bool may_be_absent = row.group != "net/core/somaxconn";
    if (!outcome.ok() && !(may_be_absent && missing(outcome))) return outcome;
  }
  return Unit{};
}

Result<ProcessStats> read_process(const ProcFs& procfs, std::string& buffer) {
  Result<ProcessStats> stats =
      read_and_parse(procfs, "self/stat", buffer, [](std::string_view text) {
        return parse_process_stat(text, ::sysconf(_SC_CLK_TCK), ::sysconf(_SC_PAGESIZE));
      });
  if (!stats.ok()) return stats;
  const Result<std::uint64_t> limit =
      read_and_parse(procfs, "self/limits", buffer, parse_open_files_limit);
  if (!limit.ok()) return limit.error();
  const Result<std::vector<std::string>> descriptors = procfs.list("self/fd");
  if (!descriptors.ok()) return descriptors.error();
  stats.value().max_fds = limit.value();
  stats.value().open_fds = descriptors.value().size();
  return stats;
}

}  // namespace sockq
