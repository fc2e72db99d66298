#include "collectors/diag/unix_diag.h"

#include <gtest/gtest.h>
#include <linux/unix_diag.h>

#include <cstring>
#include <string_view>

#include "tests/support/netlink_bytes.h"

namespace sockq {
namespace {

using namespace std::string_literals;

UnixMessage decode(const Bytes& payload) {
  UnixListenSocket socket;
  return decode_unix_listen_socket(payload, socket);
}

UnixListenSocket listener(const Bytes& payload) {
  UnixListenSocket socket;
  EXPECT_EQ(decode_unix_listen_socket(payload, socket), UnixMessage::listener);
  return socket;
}

/// Bytes that are written as pairs of digits.
Bytes from_hex(std::string_view text) {
  Bytes bytes;
  for (std::size_t at = 0; at + 1 < text.size(); at += 3)
    bytes.push_back(
        static_cast<std::byte>(std::stoi(std::string(text.substr(at, 2)), nullptr, 16)));
  return bytes;
}

// What Linux 6.18 said of /tmp/ux/a.sock, listen(3) and 4 clients, and of an abstract name.
constexpr std::string_view kPath =
    "01 01 0a 00 98 de 79 00 09 1b 01 00 00 00 00 00 13 00 00 00 2f 74 6d 70 2f 75 78 2f 61 2e 73 "
    "6f 63 6b 00 00 0c 00 04 00 04 00 00 00 03 00 00 00 05 00 06 00 00 00 00 00 08 00 07 00 00 00 "
    "00 00";
constexpr std::string_view kAbstract =
    "01 01 0a 00 9a de 79 00 0b 1b 01 00 00 00 00 00 0d 00 00 00 00 61 62 73 00 ff 20 78 0a 00 00 "
    "00 0c 00 04 00 00 00 00 00 03 00 00 00 05 00 06 00 00 00 00 00 08 00 07 00 00 00 00 00";

TEST(DecodeUnixListenSocket, ReadsWhatARealKernelSaid) {
  const UnixListenSocket path = listener(from_hex(kPath));
  EXPECT_EQ(path.name.bytes(), "/tmp/ux/a.sock");
  EXPECT_EQ(path.socket.queue_length, 4U);
  EXPECT_EQ(path.socket.queue_limit, 3U);
  EXPECT_EQ(path.socket.cookie, 0x11b09U);
  EXPECT_EQ(path.socket.inode, 7986840U);
  EXPECT_EQ(listener(from_hex(kAbstract)).name.bytes(), "\0abs\0\xff x\n"s);
}

TEST(DecodeUnixListenSocket, ReadsEveryField) {
  const UnixListenSocket socket = listener(unix_payload({.name = "/a",
                                                         .type = 5,
                                                         .cookie = 0x1'0000'0002,
                                                         .length = 8,
                                                         .limit = 7,
                                                         .inode = 1234,
                                                         .uid = 33}));
  EXPECT_EQ(socket.socket.protocol, Protocol::unix_socket);
  EXPECT_EQ(socket.socket.cookie, 0x1'0000'0002U);
  EXPECT_EQ(socket.socket.queue_length, 8U);
  EXPECT_EQ(socket.socket.queue_limit, 7U);
  EXPECT_EQ(socket.socket.inode, 1234U);
  EXPECT_EQ(socket.socket.uid, 33U);
  EXPECT_EQ(socket.socket.drops, std::nullopt) << "the kernel has no such counter";
}

TEST(DecodeUnixListenSocket, APathEndsAtItsNulAndAnAbstractNameDoesNot) {
  EXPECT_EQ(listener(unix_payload({.name = "/a\0"s})).name.bytes(), "/a");
  EXPECT_EQ(listener(unix_payload({.name = "/a\0b"s})).name.bytes(), "/a");
  EXPECT_EQ(listener(unix_payload({.name = "\0a\0b\0"s})).name.bytes(), "\0a\0b\0"s);
  EXPECT_EQ(listener(unix_payload({.name = std::string(60'000, 'x')})).name.bytes().size(),
            UnixName::kMostBytes);
}

TEST(DecodeUnixListenSocket, OlderKernelsDoNotTellTheUser) {
  EXPECT_EQ(listener(unix_payload({.uid = std::nullopt})).socket.uid, 0U);
}

TEST(DecodeUnixListenSocket, ASocketThatClosedMeanwhileIsPassedOver) {
  EXPECT_EQ(decode(unix_payload({.state = 7})), UnixMessage::other);
  EXPECT_EQ(decode(unix_payload({.name = std::nullopt})), UnixMessage::other);
  EXPECT_EQ(decode(unix_payload({.name = ""})), UnixMessage::other);
}

TEST(DecodeUnixListenSocket, NonsenseIsRefused) {
  EXPECT_EQ(decode({}), UnixMessage::nonsense);
  EXPECT_EQ(decode(listen_payload({})), UnixMessage::nonsense) << "another family";
  EXPECT_EQ(decode(unix_payload({.has_queue = false})), UnixMessage::nonsense);
}

TEST(DecodeUnixListenSocket, AnyTruncationIsRefusedOrKeepsTheQueueWhole) {
  const Bytes whole = unix_payload({.length = 5, .limit = 6});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    UnixListenSocket socket;
    const std::span<const std::byte> cut(whole.data(), size);
    if (decode_unix_listen_socket(cut, socket) == UnixMessage::nonsense) continue;
    EXPECT_GE(size, sizeof(unix_diag_msg) + sizeof(unix_diag_rqlen));
    EXPECT_EQ(socket.socket.queue_length, 5U) << size;
    EXPECT_EQ(socket.socket.queue_limit, 6U) << size;
  }
}

TEST(DecodeUnixListenSocket, AnyFlippedByteIsReadWithinItsBounds) {
  const Bytes whole = unix_payload({});
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (const int value : {0, 1, 0x7f, 0xff}) {
      Bytes bytes = whole;
      bytes[at] = static_cast<std::byte>(value);
      UnixListenSocket socket;
      (void)decode_unix_listen_socket(bytes, socket);
      EXPECT_LE(socket.name.bytes().size(), UnixName::kMostBytes);
    }
}

}  // namespace
}  // namespace sockq
