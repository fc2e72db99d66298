#pragma once

#include <string>

#include "collectors/base/env.h"
#include "collectors/kernel_values.h"
#include "collectors/snapshot.h"

namespace sockq {

// Each reads its files through `buffer`, whose memory is reused, and fills its rows of `values`.
// Errors name the file and what is wrong with it.

[[nodiscard]] Result<Unit> read_netstat(const ProcFs& procfs, std::string& buffer,
                                        KernelValues& values);
[[nodiscard]] Result<Unit> read_snmp(const ProcFs& procfs, std::string& buffer,
                                     KernelValues& values);
/// A host without IPv6 has no sockstat6: not an error.
[[nodiscard]] Result<Unit> read_sockstat(const ProcFs& procfs, std::string& buffer,
                                         KernelValues& values);
/// Not every kernel and namespace has every sysctl: an error only where net/core/somaxconn, which
/// all have, cannot be read.
[[nodiscard]] Result<Unit> read_sysctls(const ProcFs& procfs, std::string& buffer,
                                        KernelValues& values);
[[nodiscard]] Result<ProcessStats> read_process(const ProcFs& procfs, std::string& buffer);

}  // namespace sockq
