#include "agent/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "collectors/base/utf8.h"

namespace sockq {
namespace {

LogFormat current_format = LogFormat::logfmt;

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warn:
      return spdlog::level::warn;
    case LogLevel::none:
      return spdlog::level::off;
    case LogLevel::error:
      break;
  }
  return spdlog::level::err;
}

void append_quoted(std::string& line, std::string_view text) {
  line += '"';
  for (const char letter : valid_utf8(text)) {
    if (letter == '"' || letter == '\\') {
      line += '\\';
      line += letter;
    } else if (static_cast<unsigned char>(letter) < 0x20) {
      line += fmt::format("\\u{:04x}", static_cast<unsigned>(letter));
    } else {
      line += letter;
    }
  }
  line += '"';
}

void append_field(std::string& line, LogFormat format, const LogField& field) {
  if (!line.empty()) line += format == LogFormat::json ? ',' : ' ';
  if (format == LogFormat::json) {
    append_quoted(line, field.first);
    line += ':';
  } else {
    line.append(field.first).append("=");
  }
  append_quoted(line, field.second);
}

}  // namespace

void configure_log(LogLevel least, LogFormat format) {
  current_format = format;
  auto logger = spdlog::stderr_logger_mt("sockq");
  logger->set_level(spdlog_level(least));
  logger->set_pattern(format == LogFormat::json
                          ? R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})"
                          : "ts=%Y-%m-%dT%H:%M:%S.%eZ level=%l %v",
                      spdlog::pattern_time_type::utc);
  spdlog::set_default_logger(std::move(logger));
}

void log_line(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  spdlog::log(spdlog_level(level), "{}", format_log(current_format, message, fields));
}

std::string format_log(LogFormat format, std::string_view message,
                       std::initializer_list<LogField> fields) {
  std::string line;
  append_field(line, format, {"msg", message});
  for (const LogField& field : fields) append_field(line, format, field);
  return line;
}

}  // namespace sockq
