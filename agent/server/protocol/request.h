#pragma once

#include <string>

namespace sockq {

/// How the bytes of a connection divide into requests and answers.
enum class Framing {
  http,    ///< HTTP/1.1 with keep-alive and pipelining; each answer is 200 and a short text
  lines,   ///< each line is a request, and its own answer
  length,  ///< a length of 4 bytes in network order, and as many bytes, are a request; so the
           ///< answer
};

/// What a request, or bytes that failed to be one, asks of its answer.
struct FramedRequest {
  int status = 200;        ///< 200, or why the bytes are refused: 400, 431 or 501
  bool keep_alive = true;  ///< false: the answer is the connection's last
  bool head_method = false;
  std::string echo{};  ///< the whole answer, where it is not HTTP's
};

}  // namespace sockq
