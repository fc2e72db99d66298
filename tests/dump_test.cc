#include "collectors/diag/dump.h"

#include <gtest/gtest.h>
#include <linux/netlink.h>

#include <cerrno>
#include <cstring>
#include <new>

#include "collectors/diag/listen_sockets.h"
#include "tests/support/fake_env.h"

namespace sockq {
namespace {

Bytes cut(Bytes bytes, std::size_t less) {
  bytes.resize(bytes.size() - less);
  return bytes;
}

Bytes with_length(Bytes message, std::uint32_t length) {
  std::memcpy(message.data(), &length, sizeof(length));
  return message;
}

struct Outcome {
  int code = 0;  ///< errno of the failure, 0 for success
  std::size_t sockets = 0;
};

Outcome read(DumpClient& client) {
  std::vector<ListenSocket> sockets;
  const Result<Unit> result = read_listen_sockets(client, sockets);
  return {result.ok() ? 0 : result.error().code, sockets.size()};
}

Outcome read_once(const FakeNetlink& kernel) {
  DumpClient client(kernel);
  return read(client);
}

TEST(Dump, CollectsMessagesOfSeveralDatagrams) {
  FakeNetlink kernel;
  kernel.answers = {{listen_message({.cookie = 1}) + listen_message({.cookie = 2}),
                     listen_message({.cookie = 3}), done_message()}};
  const Outcome outcome = read_once(kernel);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.sockets, 3U);
}

struct Fault {
  const char* name;
  FakeNetlink::Answer answer;
  int code;
};

class DumpFaults : public testing::TestWithParam<Fault> {};

TEST_P(DumpFaults, FailWholeAndReopenTheSocket) {
  FakeNetlink kernel;
  kernel.answers = {GetParam().answer, {listen_message({}), done_message()}};
  DumpClient client(kernel);
  const Outcome first = read(client);
  EXPECT_EQ(first.code, GetParam().code);
  EXPECT_EQ(first.sockets, 0U);
  const Outcome second = read(client);
  EXPECT_EQ(second.code, 0);
  EXPECT_EQ(second.sockets, 1U);
  EXPECT_EQ(kernel.opened, 2);
}

INSTANTIATE_TEST_SUITE_P(
    Kernel, DumpFaults,
    testing::Values(
        Fault{"NoModule", {error_message(ENOENT)}, ENOENT},
        Fault{"Forbidden", {error_message(EPERM)}, EPERM},
        Fault{"DoneWithError", {listen_message({}), done_message(ENOMEM)}, ENOMEM},
        Fault{"ReceiveFails", {listen_message({}), ENOBUFS}, ENOBUFS},
        Fault{"DatagramTooLong", {ENOSPC}, ENOSPC}, Fault{"Silence", {listen_message({})}, EAGAIN},
        Fault{"CutInTheMessage", {cut(listen_message({}), 40), done_message()}, EBADMSG},
        Fault{"CutInTheHeader", {cut(done_message(), 8)}, EBADMSG},
        Fault{"LengthBeyondTheDatagram",
              {with_length(listen_message({}), 4096), done_message()},
              EBADMSG},
        Fault{"LengthOfTwoGigabytes",
              {with_length(listen_message({}), 0xE9000050), done_message()},
              EBADMSG},
        Fault{"ErrorThatIsNoErrno",
              {message(NLMSG_ERROR, {std::byte{0}, std::byte{0}, std::byte{0}, std::byte{0x80}})},
              EBADMSG},
        Fault{"ErrorWithoutCode", {message(NLMSG_ERROR, {})}, EBADMSG},
        Fault{"ShortSocket", {message(20, Bytes(12)), done_message()}, EBADMSG},
        Fault{"Overrun", {message(NLMSG_OVERRUN, {})}, EOVERFLOW}),
    [](const auto& test) { return test.param.name; });

TEST(Dump, AnswersToAnotherRequestAreRefused) {
  FakeNetlink kernel;
  kernel.raw = true;
  kernel.answers = {{listen_message({}), done_message()}};
  EXPECT_EQ(read_once(kernel).code, EPROTO);
}

TEST(Dump, AnInterruptedDumpIsTakenAnew) {
  FakeNetlink kernel;
  const Bytes before = listen_message({.cookie = 1});
  kernel.answers = {{before + listen_message({.cookie = 2, .flags = NLM_F_DUMP_INTR})},
                    {before, done_message()}};
  DumpClient client(kernel);
  const Outcome outcome = read(client);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.sockets, 1U);
  EXPECT_EQ(client.interrupted(), 1U);
  EXPECT_EQ(kernel.opened, 2);
}

TEST(Dump, WhereMemoryEndsTheNextDumpBeginsOnANewSocket) {
  FakeNetlink kernel;
  kernel.answers = {{listen_message({}), done_message()}};
  DumpClient client(kernel);
  kernel.memory_ends = true;
  EXPECT_THROW((void)read(client), std::bad_alloc);
  kernel.memory_ends = false;
  EXPECT_EQ(read(client).code, 0);
  EXPECT_EQ(kernel.opened, 2);
}

TEST(Dump, ADumpThatIsAlwaysInterruptedFailsAfterThreeTimes) {
  FakeNetlink kernel;
  kernel.answers = {{listen_message({.flags = NLM_F_DUMP_INTR})}};
  EXPECT_EQ(read_once(kernel).code, EINTR);
  EXPECT_EQ(kernel.requests.size(), 3U);
}

TEST(Dump, TheSocketIsKeptWhileAllIsWell) {
  FakeNetlink kernel;
  kernel.answers = {{done_message()}};
  DumpClient client(kernel);
  for (int look = 0; look < 5; ++look) EXPECT_EQ(read(client).code, 0);
  EXPECT_EQ(kernel.opened, 1);
}

TEST(Dump, AKernelThatRefusesTheOneWalkIsAskedForEachFamily) {
  FakeNetlink kernel;
  kernel.answers = {{error_message(EINVAL)},
                    {listen_message({.cookie = 1}), done_message()},
                    {listen_message({.ipv6 = true, .host = "::", .cookie = 2}), done_message()}};
  const Outcome outcome = read_once(kernel);
  EXPECT_EQ(outcome.code, 0);
  EXPECT_EQ(outcome.sockets, 2U);
}

TEST(Dump, ErrorsOfOpeningAndSendingComeThrough) {
  FakeNetlink kernel;
  kernel.answers = {{done_message()}};
  kernel.open_error = EAFNOSUPPORT;
  EXPECT_EQ(read_once(kernel).code, EAFNOSUPPORT);
  kernel.open_error = 0;
  kernel.send_error = ENOBUFS;
  EXPECT_EQ(read_once(kernel).code, ENOBUFS);
}

}  // namespace
}  // namespace sockq
