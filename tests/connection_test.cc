#include "collectors/connection.h"

#include <gtest/gtest.h>
#include <linux/tcp.h>

#include "collectors/diag/inet_diag.h"
#include "collectors/listener_index.h"
#include "collectors/look_pace.h"
#include "tests/support/netlink_bytes.h"

namespace sockq {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Connection connection(const ConnectionMessage& message) {
  Connection result;
  EXPECT_TRUE(decode_connection(connection_payload(message), result));
  return result;
}

/// SK_MEMINFO with what is used and what is allowed of either buffer.
std::array<std::uint32_t, 9> memory(std::uint32_t received, std::uint32_t receive_limit,
                                    std::uint32_t queued, std::uint32_t send_limit) {
  return {received, receive_limit, 1, send_limit, 2, queued, 3, 4, 5};
}

TEST(DecodeConnection, ReadsEveryField) {
  const Connection decoded = connection({.host = "10.0.0.1",
                                         .port = 80,
                                         .remote_host = "10.0.0.2",
                                         .remote_port = 5555,
                                         .state = 8,
                                         .receive_queue = 11,
                                         .send_queue = 22,
                                         .inode = 33,
                                         .memory = memory(100, 200, 300, 400),
                                         .last_data_sent = 1234});
  EXPECT_EQ(endpoint_text(decoded.local), "10.0.0.1:80");
  EXPECT_EQ(endpoint_text(decoded.remote), "10.0.0.2:5555");
  EXPECT_EQ(decoded.state, TcpState::close_wait);
  EXPECT_EQ(decoded.receive_queue, 11U);
  EXPECT_EQ(decoded.send_queue, 22U);
  EXPECT_EQ(decoded.inode, 33U);
  EXPECT_DOUBLE_EQ(decoded.receive_buffer->ratio(), 0.5);
  EXPECT_DOUBLE_EQ(decoded.send_buffer->ratio(), 0.75);
  EXPECT_EQ(decoded.last_data_sent, milliseconds(1234));
}

/// struct tcp_info as Linux 6.2 and later write it, cut after `size` bytes.
Bytes tcp_info_of(std::size_t size) {
  struct {
    tcp_info info{};
    std::uint32_t receive_window = 14;
  } whole;
  whole.info.tcpi_retransmits = 2;
  whole.info.tcpi_last_data_sent = 3;
  whole.info.tcpi_total_retrans = 4;
  whole.info.tcpi_notsent_bytes = 5;
  whole.info.tcpi_rwnd_limited = 6'000'000;
  whole.info.tcpi_sndbuf_limited = 7;
  whole.info.tcpi_snd_wnd = 8;
  const auto bytes = std::as_bytes(std::span(&whole, 1)).first(size);
  return {bytes.begin(), bytes.end()};
}

TEST(DecodeConnection, ReadsWhatItsKernelSaysOfTcp) {
  const Connection decoded =
      connection({.cookie = 0x500000009, .memory = memory(1, 2, 3, 4), .info = tcp_info_of(236)});
  EXPECT_EQ(decoded.cookie, 0x500000009U);
  EXPECT_EQ(decoded.timeouts, 2);
  EXPECT_EQ(decoded.last_data_sent, milliseconds(3));
  EXPECT_EQ(decoded.not_sent, 5U);
  EXPECT_EQ(decoded.receive_window, 14U);
  EXPECT_EQ(decoded.send_window, 8U);
  EXPECT_EQ(decoded.socket_backlog, 4U);
  EXPECT_EQ(decoded.counters,
            (ConnectionCounters{.receive_window_limited = seconds(6),
                                .send_buffer_limited = std::chrono::microseconds(7),
                                .retransmitted = 4,
                                .drops = 5}));
}

TEST(DecodeConnection, AnOlderKernelTellsNoWindows) {
  EXPECT_FALSE(connection({.info = tcp_info_of(232)}).receive_window);
  EXPECT_TRUE(connection({.info = tcp_info_of(232)}).send_window);
  const Connection older = connection({.info = tcp_info_of(224)});
  EXPECT_FALSE(older.send_window);
  EXPECT_EQ(older.counters.retransmitted, 4U);
  EXPECT_EQ(connection({.info = tcp_info_of(104)}).counters.receive_window_limited, seconds(0));
}

TEST(DecodeConnection, ARequestSocketHasNoBuffers) {
  const Connection decoded = connection({.state = 3, .inode = 0});
  EXPECT_EQ(decoded.state, TcpState::syn_recv);
  EXPECT_FALSE(decoded.receive_buffer);
  EXPECT_FALSE(decoded.last_data_sent);
  EXPECT_FALSE(decoded.waits_for_accept());
}

TEST(DecodeConnection, AnyTruncationIsRefusedOrLosesAttributesOnly) {
  const Bytes whole = connection_payload({.memory = memory(1, 2, 3, 4), .last_data_sent = 5});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    Connection decoded;
    EXPECT_EQ(decode_connection(cut, decoded), size >= 72) << size;
    EXPECT_FALSE(decoded.last_data_sent) << size;
  }
}

TEST(DecodeConnection, AStateNobodyKnowsIsRefused) {
  Connection decoded;
  EXPECT_FALSE(decode_connection(connection_payload({.state = 12}), decoded));
  EXPECT_FALSE(decode_connection(connection_payload({.state = 255}), decoded));
}

struct Arrival {
  ConnectionMessage connection;
  std::optional<std::size_t> listener;
};

TEST(ListenerIndex, FindsTheListenerAConnectionCameThrough) {
  ListenerIndex index;
  const ConnectionMessage listeners[] = {
      {.host = "0.0.0.0", .port = 80},                                 // 0
      {.host = "10.0.0.1", .port = 80},                                // 1
      {.ipv6 = true, .host = "::", .port = 443, .remote_host = "::"},  // 2
      {.ipv6 = true, .host = "::1", .port = 80, .remote_host = "::"},  // 3
      {.host = "0.0.0.0", .port = 81, .interface = 4},                 // 4
      {.ipv6 = true, .host = "::", .port = 80, .remote_host = "::"},   // 5
  };
  for (const ConnectionMessage& listener : listeners) index.add(connection(listener).local);
  const Arrival arrivals[] = {
      {{.host = "10.0.0.1", .port = 80}, 1},
      {{.host = "10.0.0.9", .port = 80}, 0},
      {{.ipv6 = true, .host = "::1", .port = 80, .remote_host = "::1"}, 3},
      {{.ipv6 = true, .host = "::ffff:10.0.0.1", .port = 80, .remote_host = "::1"}, 5},
      {{.ipv6 = true, .host = "::ffff:10.0.0.1", .port = 443, .remote_host = "::1"}, 2},
      {{.host = "10.0.0.1", .port = 443}, 2},
      {{.host = "10.0.0.1", .port = 81, .interface = 4}, 4},
      {{.host = "10.0.0.1", .port = 81, .interface = 5}, std::nullopt},
      {{.host = "10.0.0.1", .port = 80, .interface = 5}, 1},
      {{.host = "10.0.0.1", .port = 40'000}, std::nullopt},
  };
  for (const auto& [message, listener] : arrivals)
    EXPECT_EQ(index.find(connection(message).local), listener)
        << endpoint_text(connection(message).local);
}

TEST(LookPace, StretchesWhereASweepIsDear) {
  LookPace pace{.interval = seconds(5), .max_cpu = 0.01, .next = {}};
  const LookPace::TimePoint begin{seconds(100)};
  EXPECT_TRUE(pace.due(begin));
  EXPECT_EQ(pace.took(begin, milliseconds(10)), seconds(5));
  EXPECT_FALSE(pace.due(begin + milliseconds(4999)));
  EXPECT_TRUE(pace.due(begin + seconds(5)));
  EXPECT_EQ(pace.took(begin, seconds(1)), seconds(100));
  EXPECT_FALSE(pace.due(begin + seconds(99)));
}

}  // namespace
}  // namespace sockq
