#include <gtest/gtest.h>

#include <string>

#include "collectors/proc/parse.h"

namespace sockq {
namespace {

std::optional<std::int64_t> value(const KernelValues& values, std::string_view metric) {
  return values[kernel_value_row(metric)];
}

TEST(ParseCounters, TakesTheKnownColumnsWhereverTheyStand) {
  KernelValues values;
  const auto result = parse_counters(
      "TcpExt: New ListenDrops Other ListenOverflows\nTcpExt: 9 2 0 1\n"
      "MPTcpExt: ListenDrops\nMPTcpExt: 77\n",
      Source::netstat, values);
  ASSERT_TRUE(result.ok()) << result.error().line();
  EXPECT_EQ(value(values, "listen_drops_total"), 2);
  EXPECT_EQ(value(values, "listen_overflows_total"), 1);
  EXPECT_EQ(value(values, "syncookies_sent_total"), std::nullopt);
}

TEST(ParseCounters, SignedAndLargeNumbersAreFine) {
  KernelValues values;
  const auto result =
      parse_counters("Tcp: MaxConn InSegs\nTcp: -1 9223372036854775807\n", Source::snmp, values);
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(value(values, "tcp_received_segments_total"), 9223372036854775807);
}

TEST(ParseCounters, EveryTruncationIsRefused) {
  const std::string whole = "TcpExt: ListenOverflows ListenDrops\nTcpExt: 123 456\n";
  for (std::size_t size = 1; size < whole.size(); ++size) {
    KernelValues values;
    EXPECT_FALSE(parse_counters(whole.substr(0, size), Source::netstat, values).ok()) << size;
  }
}

class GarbledCounters : public testing::TestWithParam<const char*> {};

TEST_P(GarbledCounters, AreRefusedWithALine) {
  KernelValues values;
  const auto result = parse_counters(GetParam(), Source::netstat, values);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().line().find('\n'), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Texts, GarbledCounters,
                         testing::Values("\n", "\n\n", "TcpExt\nTcpExt\n", "TcpExt: A\nIpExt: 1\n",
                                         "TcpExt: A B\nTcpExt: 1\n", "TcpExt: A\nTcpExt: 1 2\n",
                                         "TcpExt: A\nTcpExt: x\n", "TcpExt: A\nTcpExt: 1x\n",
                                         "TcpExt: A\nTcpExt: 0x1\n", "TcpExt: A\nTcpExt: +1\n",
                                         "TcpExt: A\nTcpExt: 99999999999999999999\n"));

TEST(ParseSockstat, ReadsPairsOfEachProtocol) {
  KernelValues values;
  ASSERT_TRUE(
      parse_sockstat("sockets: used 8\nTCP: inuse 7 orphan 1 tw 2 alloc 9 mem 3\nFRAG: inuse 0\n",
                     values)
          .ok());
  ASSERT_TRUE(parse_sockstat("TCP6: inuse 5\n", values).ok());
  EXPECT_EQ(value(values, "tcp_sockets_orphaned"), 1);
  EXPECT_EQ(value(values, "tcp_memory_bytes"), 3);
  EXPECT_EQ(values[*find_kernel_value(Source::sockstat, "TCP6", "inuse")], 5);
}

TEST(ParseSockstat, GarbledTextIsRefused) {
  for (const char* text : {"", "TCP: inuse", "TCP: inuse\n", "TCP inuse 1\n", "TCP: inuse x\n"}) {
    KernelValues values;
    EXPECT_FALSE(parse_sockstat(std::string(text) + "x", values).ok()) << text;
  }
}

TEST(ParseSysctl, TakesTheWordTheTableNames) {
  KernelValues values;
  ASSERT_TRUE(parse_sysctl("4096\t131072\t6291456\n", "net/ipv4/tcp_rmem", values).ok());
  EXPECT_EQ(value(values, "sysctl_net_ipv4_tcp_rmem_min_bytes"), 4096);
  EXPECT_EQ(value(values, "sysctl_net_ipv4_tcp_rmem_max_bytes"), 6291456);
}

TEST(ParseSysctl, GarbledTextIsRefused) {
  for (const char* text : {"", "\n", "12", "a\n", "1 b\n"}) {
    KernelValues values;
    EXPECT_FALSE(parse_sysctl(text, "net/core/somaxconn", values).ok()) << text;
  }
}

TEST(ParseProcessStat, TheNameMayHoldAnything) {
  const auto stats = parse_process_stat(
      "7 (a) b (c)) S 1 7 7 0 -1 4194304 1 0 0 0 150 50 0 0 20 0 4 0 9 8192 2 1844\n", 100, 4096);
  ASSERT_TRUE(stats.ok());
  EXPECT_DOUBLE_EQ(stats.value().cpu_seconds, 2.0);
  EXPECT_EQ(stats.value().virtual_bytes, 8192U);
  EXPECT_EQ(stats.value().resident_bytes, 8192U);
}

TEST(ParseProcessStat, ShortTextIsRefused) {
  EXPECT_FALSE(parse_process_stat("7 (sockq) S 1 7", 100, 4096).ok());
  EXPECT_FALSE(parse_process_stat("", 100, 4096).ok());
}

TEST(ParseOpenFilesLimit, NumberUnlimitedOrNothing) {
  EXPECT_EQ(parse_open_files_limit("A 1\nMax open files  1024  4096 files\n").value(), 1024U);
  EXPECT_EQ(parse_open_files_limit("Max open files  unlimited  4096 files\n").value(), 0U);
  EXPECT_FALSE(parse_open_files_limit("Max cpu time 1 1\n").ok());
}

TEST(KernelValueTable, RowsOfOneMetricStandTogetherAndAgree) {
  const auto table = kernel_value_table();
  for (std::size_t row = 0; row < table.size(); ++row) {
    const std::size_t first = kernel_value_row(table[row].metric);
    for (std::size_t other = first; other <= row; ++other)
      EXPECT_EQ(table[other].metric, table[row].metric);
    EXPECT_EQ(table[first].help, table[row].help);
    EXPECT_EQ(table[row].help.find_first_of("\n\\"), std::string_view::npos);
  }
}

}  // namespace
}  // namespace sockq
