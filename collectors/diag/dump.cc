#include "collectors/diag/dump.h"

#include <libmnl/libmnl.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>

namespace sockq {
namespace {

constexpr int kAttempts = 3;
/// The kernel fills at most 32 KiB a datagram when it is offered that much
/// (net/netlink/af_netlink.c).
constexpr std::size_t kBufferBytes = 32 * 1024;
constexpr std::size_t kRequestBytes = 1024;

Error failure(int code) {
  return {code, "dump failed", "sock_diag netlink",
          code == EPERM ? "a security module forbids sock_diag" : ""};
}

/// The kernel answers ENOENT where it has nobody who knows the sockets that are asked for.
Error with_remedy(Error error, const char* module) {
  if (error.code == ENOENT)
    error.remedy = std::string("load the kernel module ") + module + " (modprobe " + module + ")";
  return error;
}

/// Both NLMSG_ERROR and NLMSG_DONE begin with a number: 0, or a negated errno.
Result<DumpProgress> read_end(const nlmsghdr* header) {
  const bool is_error = header->nlmsg_type == NLMSG_ERROR;
  std::int32_t code = 0;
  if (mnl_nlmsg_get_payload_len(header) >= sizeof(code))
    std::memcpy(&code, mnl_nlmsg_get_payload(header), sizeof(code));
  else if (is_error)
    return failure(EBADMSG);
  constexpr std::int32_t kMostErrno = 4095;  // MAX_ERRNO, include/linux/err.h
  if (code < -kMostErrno) return failure(EBADMSG);
  if (code < 0) return failure(-code);
  return DumpProgress::done;
}

/// A message stands at `header`, with `left` bytes to the end of its datagram. libmnl takes a
/// length of 2 GiB and more for a negative number, which is less than any (mnl_nlmsg_ok,
/// src/nlmsg.c).
bool is_whole(const nlmsghdr* header, int left) {
  return mnl_nlmsg_ok(header, left) && header->nlmsg_len <= static_cast<std::uint32_t>(left);
}

}  // namespace

Result<DumpProgress> read_datagram(std::span<const std::byte> datagram, unsigned sequence,
                                   unsigned port_id, DumpSink& sink) {
  auto left = static_cast<int>(datagram.size());
  const auto* header = reinterpret_cast<const nlmsghdr*>(datagram.data());
  for (; is_whole(header, left); header = mnl_nlmsg_next(header, &left)) {
    if (header->nlmsg_seq != sequence || header->nlmsg_pid != port_id) return failure(EPROTO);
    if ((header->nlmsg_flags & NLM_F_DUMP_INTR) != 0) return failure(EINTR);
    if (header->nlmsg_type == NLMSG_ERROR || header->nlmsg_type == NLMSG_DONE)
      return read_end(header);
    if (header->nlmsg_type == NLMSG_NOOP) continue;
    if (header->nlmsg_type == NLMSG_OVERRUN) return failure(EOVERFLOW);
    const auto* payload = static_cast<const std::byte*>(mnl_nlmsg_get_payload(header));
    if (!sink.message({payload, mnl_nlmsg_get_payload_len(header)})) return failure(EBADMSG);
  }
  if (left > 0) return failure(EBADMSG);
  return DumpProgress::more;
}

DumpClient::DumpClient(const Netlink& netlink) : netlink_(netlink), buffer_(kBufferBytes) {}

Result<Unit> DumpClient::dump(const DiagRequest& request, DumpSink& sink) {
  for (int attempt = 1;; ++attempt) {
    sink.restart();
    std::unique_ptr<NetlinkSocket> socket = std::move(socket_);
    Result<Unit> outcome = try_dump(request, sink, socket);
    if (outcome.ok()) {
      socket_ = std::move(socket);
      return outcome;
    }
    if (outcome.error().code != EINTR) return outcome;
    ++interrupted_;
    if (attempt == kAttempts) return outcome;
  }
}

Result<Unit> DumpClient::try_dump(const DiagRequest& request, DumpSink& sink,
                                  std::unique_ptr<NetlinkSocket>& socket) {
  if (!socket) {
    Result<std::unique_ptr<NetlinkSocket>> opened = netlink_.open();
    if (!opened.ok()) return opened.error();
    socket = std::move(opened).value();
  }
  alignas(nlmsghdr) std::array<std::byte, kRequestBytes> message{};
  if (request.bytes.size() > message.size() - MNL_NLMSG_HDRLEN) return failure(EMSGSIZE);
  nlmsghdr* header = mnl_nlmsg_put_header(message.data());
  header->nlmsg_type = request.type;
  header->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  header->nlmsg_seq = ++sequence_;
  std::memcpy(mnl_nlmsg_put_extra_header(header, request.bytes.size()), request.bytes.data(),
              request.bytes.size());

  Result<Unit> sent = socket->send({message.data(), header->nlmsg_len});
  if (!sent.ok()) return sent;
  while (true) {
    Result<std::size_t> received = socket->receive(buffer_);
    if (!received.ok()) return received.error();
    const Result<DumpProgress> progress = read_datagram(std::span(buffer_).first(received.value()),
                                                        sequence_, socket->port_id(), sink);
    if (!progress.ok()) return with_remedy(progress.error(), request.module);
    if (progress.value() == DumpProgress::done) return Unit{};
  }
}

}  // namespace sockq
