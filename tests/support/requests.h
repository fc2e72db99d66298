#pragma once

#include <string>

#include "agent/server/protocol/response.h"

namespace sockq {

/// What clients of the reference server send, and what it says to that.
inline const std::string kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
inline const std::string kLastGet = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
inline const std::string kAnswer = response_to({});
inline const std::string kLastAnswer = response_to({.keep_alive = false});

[[nodiscard]] inline std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  while (times-- > 0) result += text;
  return result;
}

}  // namespace sockq
