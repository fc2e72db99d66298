#include "tests/support/fake_env.h"

#include <linux/netlink.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "collectors/recording/format.h"

namespace sockq {

class FakeNetlink::Socket : public NetlinkSocket {
 public:
  explicit Socket(const FakeNetlink& kernel) : kernel_(kernel) {}

  [[nodiscard]] unsigned port_id() const override { return 4711; }

  [[nodiscard]] Result<Unit> send(std::span<const std::byte> message) override {
    if (kernel_.send_error != 0) return Error{kernel_.send_error, "cannot send", "fake", ""};
    const std::lock_guard lock(kernel_.mutex_);
    kernel_.requests.emplace_back(message.begin(), message.end());
    nlmsghdr header;
    std::memcpy(&header, message.data(), sizeof(header));
    sequence_ = header.nlmsg_seq;
    const Answer& answer = kernel_.answer_to(message.subspan(sizeof(header)));
    left_.insert(left_.end(), answer.begin(), answer.end());
    return Unit{};
  }

  [[nodiscard]] Result<std::size_t> receive(std::span<std::byte> buffer) override {
    if (kernel_.memory_ends) throw std::bad_alloc();
    if (left_.empty()) return Error{EAGAIN, "cannot receive", "fake", ""};
    Step step = std::move(left_.front());
    left_.pop_front();
    if (const int* code = std::get_if<int>(&step))
      return Error{*code, "cannot receive", "fake", ""};
    Bytes& datagram = std::get<Bytes>(step);
    if (!kernel_.raw) address_to(datagram, sequence_, port_id());
    std::ranges::copy(datagram, buffer.begin());
    return datagram.size();
  }

 private:
  const FakeNetlink& kernel_;
  std::deque<Step> left_;
  std::uint32_t sequence_ = 0;
};

/// Every request begins with its family; IPPROTO_RAW stands for MPTCP.
const FakeNetlink::Answer& FakeNetlink::answer_to(std::span<const std::byte> request) const {
  if (request[0] == std::byte{AF_UNIX}) return unix_answer;
  if (request[1] == std::byte{IPPROTO_RAW}) return mptcp_answer;
  const std::size_t last = answers.size() - 1;
  return answers[std::min(next_++, last)];
}

Result<std::unique_ptr<NetlinkSocket>> FakeNetlink::open() const {
  const std::lock_guard lock(mutex_);
  ++opened;
  if (open_error != 0) return Error{open_error, "cannot open", "fake", ""};
  return std::unique_ptr<NetlinkSocket>(std::make_unique<Socket>(*this));
}

FakeMachine::FakeMachine() {
  procfs.files = {
      {"net/netstat",
       "TcpExt: SyncookiesSent ListenOverflows ListenDrops\nTcpExt: 1 22 33\n"
       "IpExt: InNoRoutes InCEPkts\nIpExt: 0 4\n"},
      {"net/snmp",
       "Ip: Forwarding DefaultTTL\nIp: 1 64\n"
       "Tcp: RtoAlgorithm MaxConn PassiveOpens CurrEstab\nTcp: 1 -1 55 6\n"},
      {"net/sockstat", "sockets: used 8\nTCP: inuse 7 orphan 1 tw 2 alloc 9 mem 3\n"},
      {"net/sockstat6", "TCP6: inuse 5\n"},
      {"sys/net/core/somaxconn", "4096\n"},
      {"sys/net/ipv4/tcp_rmem", "4096\t131072\t6291456\n"},
      {"sys/net/ipv4/tcp_mem", "10 20 30\n"},
      {"self/stat", "7 (soc) kq) S 1 7 7 0 -1 4194304 1 0 0 0 150 50 0 0 20 0 4 0 9 8192 2 1844\n"},
      {"self/limits", "Limit  Soft  Hard  Units\nMax open files            1024  4096  files\n"},
  };
  procfs.lists = {{"self/fd", {"0", "1", "2"}}};
  procfs.trees = {{"", std::vector<Directory>{{"7", 1}}}};
  procfs.held_sockets = {{"7/fd", std::vector<SocketFd>{{4, 99}}}};
  procfs.links = {{"7/exe", "/usr/sbin/web"}, {"7/fd/4", "socket:[99]"}};
  procfs.files["7/comm"] = "web\n";
  procfs.files["7/cgroup"] = "0::/system.slice/web.service\n";
  netlink.answers = {{listen_message({}), done_message()}};
}

}  // namespace sockq
