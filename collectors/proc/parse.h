#pragma once

#include <string_view>

#include "collectors/base/result.h"
#include "collectors/kernel_values.h"
#include "collectors/owner.h"
#include "collectors/snapshot.h"

namespace sockq {

// Pure parsers: procfs text in, rows of the table of kernel values out. Rows that the text does not
// have stay as they are. On an error nothing of `values` is to be used. The errors name the line;
// the caller knows the file.

/// Pairs of lines, one of names and one of numbers, as in /proc/net/netstat and /proc/net/snmp
/// (net/ipv4/proc.c). Columns differ by kernel; a text cut short is an error.
[[nodiscard]] Result<Unit> parse_counters(std::string_view text, Source source,
                                          KernelValues& values);

/// Lines of "TCP: inuse 1 orphan 0", as in /proc/net/sockstat and sockstat6 (net/ipv4/proc.c).
[[nodiscard]] Result<Unit> parse_sockstat(std::string_view text, KernelValues& values);

/// The words of one sysctl below /proc/sys, given its path: "net/ipv4/tcp_rmem".
[[nodiscard]] Result<Unit> parse_sysctl(std::string_view text, std::string_view path,
                                        KernelValues& values);

/// /proc/self/stat (proc_pid_stat(5)): processor time, memory sizes. The name in it may hold blanks
/// and parentheses.
[[nodiscard]] Result<ProcessStats> parse_process_stat(std::string_view text, long ticks_per_second,
                                                      long page_bytes);

/// The same text of any process: its state, processor time, threads and begin. The pid is 0.
[[nodiscard]] Result<ProcessActivity> parse_process_activity(std::string_view text,
                                                             long ticks_per_second);

/// The soft limit of /proc/self/limits on open files; 0 for no limit.
[[nodiscard]] Result<std::uint64_t> parse_open_files_limit(std::string_view text);

}  // namespace sockq
