#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace sockq {

enum class LogLevel : std::uint8_t { debug, info, warn, error, none };
enum class LogFormat : std::uint8_t { logfmt, json };

/// Sets what log_line() writes, to stderr. Call before there are threads.
void configure_log(LogLevel least, LogFormat format);

using LogField = std::pair<std::string_view, std::string_view>;

/// One line with a message and its fields, whose values may be of any bytes. Thread-safe.
void log_line(LogLevel level, std::string_view message,
              std::initializer_list<LogField> fields = {});

/// The rest of a line after its time and level: `msg="..." key="value"` or `"msg":"...","key":...`.
/// Quotes, backslashes and control characters are escaped; bytes that are no UTF-8 are U+FFFD.
/// Pure.
[[nodiscard]] std::string format_log(LogFormat format, std::string_view message,
                                     std::initializer_list<LogField> fields);

}  // namespace sockq
