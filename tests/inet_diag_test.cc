#include "collectors/diag/inet_diag.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>

#include <cstring>

#include "tests/support/listen_sockets.h"

namespace sockq {
namespace {

TEST(DecodeListenSocket, ReadsEveryField) {
  const auto socket = decoded(listen_payload({.host = "127.0.0.1",
                                              .port = 8080,
                                              .cookie = 0x1'0000'0002,
                                              .length = 8,
                                              .limit = 7,
                                              .uid = 33,
                                              .inode = 1234,
                                              .drops = 4'000'000'000,
                                              .cgroup_id = 77}));
  ASSERT_TRUE(socket);
  EXPECT_EQ(endpoint_text(socket->local), "127.0.0.1:8080");
  EXPECT_EQ(socket->cookie, 0x1'0000'0002U);
  EXPECT_EQ(socket->queue_length, 8U);
  EXPECT_EQ(socket->queue_limit, 7U);
  EXPECT_EQ(socket->uid, 33U);
  EXPECT_EQ(socket->inode, 1234U);
  EXPECT_EQ(socket->drops, 4'000'000'000U);
  EXPECT_EQ(socket->cgroup_id, 77U);
}

TEST(DecodeListenSocket, ReadsIpv6AndTheDevice) {
  const auto socket = decoded(listen_payload({.ipv6 = true, .host = "fe80::1", .interface = 3}));
  ASSERT_TRUE(socket);
  EXPECT_EQ(endpoint_text(socket->local), "[fe80::1%3]:80");
}

TEST(DecodeListenSocket, OlderKernelsLackAttributes) {
  const auto socket = decoded(listen_payload({.drops = std::nullopt, .cgroup_id = std::nullopt}));
  ASSERT_TRUE(socket);
  EXPECT_EQ(socket->drops, std::nullopt);
  EXPECT_EQ(socket->cgroup_id, 0U);
}

TEST(MptcpListenRequest, NamesItsProtocolInAnAttribute) {
  const DiagRequest request = mptcp_listen_request(AF_INET6);
  EXPECT_EQ(request.type, SOCK_DIAG_BY_FAMILY);
  ASSERT_EQ(request.bytes.size(), sizeof(inet_diag_req_v2) + 8);
  inet_diag_req_v2 head;
  std::memcpy(&head, request.bytes.data(), sizeof(head));
  EXPECT_EQ(head.sdiag_family, AF_INET6);
  EXPECT_NE(head.sdiag_protocol, IPPROTO_TCP) << "older kernels would answer with TCP's";
  std::uint32_t protocol = 0;
  std::memcpy(&protocol, request.bytes.data() + sizeof(head) + sizeof(nlattr), sizeof(protocol));
  EXPECT_EQ(protocol, 262U);
}

TEST(DecodeListenSocket, AnyTruncationIsRefusedOrLosesAttributesOnly) {
  const Bytes whole = listen_payload({.drops = 5});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    const auto socket = decoded(cut);
    EXPECT_EQ(socket.has_value(), size >= sizeof(inet_diag_msg)) << size;
    if (socket && socket->drops) {
      EXPECT_EQ(socket->drops, 5U) << size;
    }
  }
}

TEST(DecodeListenSocket, AttributesThatLieAboutTheirLengthAreLeftOut) {
  Bytes payload = listen_payload({.drops = std::nullopt, .cgroup_id = std::nullopt});
  for (const int length : {0, 1, 3, 4, 5, 200, 65535}) {
    const nlattr lie{.nla_len = static_cast<std::uint16_t>(length),
                     .nla_type = INET_DIAG_SKMEMINFO};
    Bytes bytes(sizeof(lie));
    std::memcpy(bytes.data(), &lie, sizeof(lie));
    const auto socket = decoded(payload + bytes);
    ASSERT_TRUE(socket) << length;
    EXPECT_EQ(socket->drops, std::nullopt) << length;
  }
}

TEST(DecodeListenSocket, OtherFamiliesAreRefused) {
  Bytes payload = listen_payload({});
  payload[0] = std::byte{AF_UNIX};
  EXPECT_FALSE(decoded(payload));
}

TEST(ListenRequest, AsksForListenersWithMemory) {
  const DiagRequest request = listen_request(AF_INET6);
  EXPECT_EQ(request.type, SOCK_DIAG_BY_FAMILY);
  inet_diag_req_v2 fields;
  ASSERT_EQ(request.bytes.size(), sizeof(fields));
  std::memcpy(&fields, request.bytes.data(), sizeof(fields));
  EXPECT_EQ(fields.sdiag_family, AF_INET6);
  EXPECT_EQ(fields.sdiag_protocol, IPPROTO_TCP);
  EXPECT_EQ(fields.idiag_states, 1U << 10U);
  EXPECT_EQ(listen_request().type, TCPDIAG_GETSOCK);
}

}  // namespace
}  // namespace sockq
