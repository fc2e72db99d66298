#pragma once

#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <string>

#include "agent/server/protocol/response.h"
#include "tests/support/loopback_client.h"

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

// Dialogues that every server must hold, however it serves.

inline void expect_kept_alive(const SocketAddress& server) {
  const LoopbackClient client;
  ASSERT_TRUE(client.connect(server));
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.send(kGet));
    ASSERT_EQ(client.receive(kAnswer.size()), kAnswer);
  }
  ASSERT_TRUE(client.send(kLastGet));
  EXPECT_EQ(client.receive_all(), kLastAnswer);
}

inline void expect_read_byte_by_byte(const SocketAddress& server) {
  const LoopbackClient client;
  const int on = 1;
  ASSERT_EQ(::setsockopt(client.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)), 0);
  ASSERT_TRUE(client.connect(server));
  for (const char byte : kGet + kLastGet) ASSERT_TRUE(client.send({&byte, 1}));
  EXPECT_EQ(client.receive_all(), kAnswer + kLastAnswer);
}

inline void expect_answered_after_shutdown(const SocketAddress& server) {
  const LoopbackClient client;
  ASSERT_TRUE(client.connect(server));
  ASSERT_TRUE(client.send(kGet + kGet));
  ASSERT_EQ(::shutdown(client.fd(), SHUT_WR), 0);
  EXPECT_EQ(client.receive_all(), kAnswer + kAnswer);
}

}  // namespace sockq
