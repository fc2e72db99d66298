#include "agent/server/load/load_connection.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>

namespace sockq {
namespace {

/// A unix socket answers EAGAIN for a full queue.
LoadOutcome outcome_of(int code) {
  switch (code) {
    case ECONNREFUSED:
    case EAGAIN:
    case ENOENT:
      return LoadOutcome::refused;
    case ECONNRESET:
    case EPIPE:
      return LoadOutcome::reset;
    case ETIMEDOUT:
      return LoadOutcome::timed_out;
    default:
      return LoadOutcome::failed;
  }
}

int pending_error(int fd) {
  int code = 0;
  socklen_t size = sizeof(code);
  ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &code, &size);
  return code;
}

}  // namespace

LoadConnection::LoadConnection(const SocketAddress& target, Framing framing)
    : socket_(::socket(target.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
      framing_(framing),
      reader_(framing) {
  const bool begun = socket_.valid() &&
                     (::connect(fd(), target.get(), target.length) == 0 || errno == EINPROGRESS);
  if (!begun) end(outcome_of(errno));
}

void LoadConnection::begin(std::string_view text, TimePoint intended) {
  unsent_ = text;
  intended_ = intended;
  first_byte_ = {};
  received_ = 0;
  reader_ = AnswerReader(framing_);
  if (phase_ == Phase::idle) phase_ = Phase::sending;
}

Interest LoadConnection::interest() const {
  return phase_ == Phase::connecting || phase_ == Phase::sending ? Interest::write : Interest::read;
}

void LoadConnection::end(LoadOutcome outcome) {
  outcome_ = outcome;
  phase_ = Phase::over;
}

void LoadConnection::advance(TimePoint now, std::size_t most) {
  if (phase_ == Phase::connecting) end_connecting(now);
  if (phase_ == Phase::sending) return send();
  if (phase_ == Phase::receiving || phase_ == Phase::idle) receive(now, most);
}

void LoadConnection::end_connecting(TimePoint now) {
  if (const int code = pending_error(fd()); code != 0) return end(outcome_of(code));
  look_for_retries();
  connected_ = now;
  phase_ = Phase::sending;
}

void LoadConnection::look_for_retries() {
  tcp_info info{};
  socklen_t size = sizeof(info);
  if (::getsockopt(fd(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return;
  constexpr std::size_t kEnd =
      offsetof(tcp_info, tcpi_total_retrans) + sizeof(info.tcpi_total_retrans);
  syn_retried_ = size >= kEnd && info.tcpi_total_retrans > 0;
}

void LoadConnection::send() {
  const ssize_t size = ::send(fd(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (size < 0) return end(outcome_of(errno));
  unsent_.remove_prefix(static_cast<std::size_t>(size));
  if (unsent_.empty()) phase_ = Phase::receiving;
}

void LoadConnection::receive(TimePoint now, std::size_t most) {
  std::array<char, 65536> buffer;
  const ssize_t size = ::recv(fd(), buffer.data(), std::min(most, buffer.size()), 0);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (size <= 0 || phase_ == Phase::idle) {
    const bool whole = size == 0 && reader_.end() == AnswerReader::State::whole;
    status_ = reader_.status();
    return end(whole ? LoadOutcome::answered : LoadOutcome::reset);
  }
  if (received_ == 0) first_byte_ = now;
  received_ += static_cast<std::uint64_t>(size);
  switch (reader_.take({buffer.data(), static_cast<std::size_t>(size)})) {
    case AnswerReader::State::whole:
      return end_answer();
    case AnswerReader::State::malformed:
      return end(LoadOutcome::failed);
    case AnswerReader::State::unfinished:
      break;
  }
}

void LoadConnection::end_answer() {
  outcome_ = LoadOutcome::answered;
  status_ = reader_.status();
  phase_ = Phase::idle;
}

}  // namespace sockq
