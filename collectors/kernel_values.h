#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace sockq {

/// The collector that reads a value.
enum class Source : std::uint8_t { netstat, snmp, sockstat, sysctl };

enum class Kind : std::uint8_t { counter, gauge };

/// What the kernel counts in; exporters turn it into base units.
enum class Scale : std::uint8_t { one, milliseconds, pages };

/// One number of a kernel text file and the name sockq publishes it under.
struct KernelValue {
  Source source;
  std::string_view
      group;  ///< line of the file ("TcpExt"), or the sysctl's path ("net/core/somaxconn")
  std::string_view key;     ///< column ("ListenOverflows"), or the word of the sysctl ("0")
  std::string_view metric;  ///< without the prefix sockq_
  std::string_view family;  ///< value of the label `family`; empty for none
  Kind kind;
  Scale scale;
  std::string_view help;
};

/// Every value sockq reads, in one table; rows of one metric stand together.
[[nodiscard]] std::span<const KernelValue> kernel_value_table();

/// Row of `key` in `group` as `source` has it, or nothing where sockq does not publish it.
[[nodiscard]] std::optional<std::size_t> find_kernel_value(Source source, std::string_view group,
                                                           std::string_view key);

/// Row of a metric that has one row only. The name must be in the table.
[[nodiscard]] std::size_t kernel_value_row(std::string_view metric);

inline constexpr std::size_t kMaxKernelValues = 96;

/// What was read, by row of the table. Absent: this kernel or namespace does not have it, or the
/// collector failed.
using KernelValues = std::array<std::optional<std::int64_t>, kMaxKernelValues>;

}  // namespace sockq
