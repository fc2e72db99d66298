#include "agent/server/protocol/conversation.h"

#include <utility>

#include "agent/server/protocol/response.h"

namespace sockq {
namespace {

std::variant<HttpFramer, LineFramer, LengthFramer> framer_for(Framing framing) {
  switch (framing) {
    case Framing::lines:
      return LineFramer();
    case Framing::length:
      return LengthFramer();
    case Framing::http:
      break;
  }
  return HttpFramer();
}

}  // namespace

Conversation::Conversation(Framing framing, std::size_t body_size)
    : framer_(framer_for(framing)), http_(framing == Framing::http), body_size_(body_size) {}

void Conversation::receive(std::string_view bytes) {
  if (next_ != Next::receive) return;
  input_ = bytes;
  find_request();
}

void Conversation::find_request() {
  if (input_.empty()) {
    next_ = Next::receive;
    return;
  }
  auto request = std::visit([this](auto& framer) { return framer.next(input_); }, framer_);
  begun_ = !request;
  next_ = request ? Next::work : Next::receive;
  if (request) request_ = *std::move(request);
}

void Conversation::answer() {
  if (finishing_) request_.keep_alive = false;
  output_ = http_ ? response_to(request_, body_size_) : std::exchange(request_.echo, {});
  sent_ = 0;
  next_ = Next::send;
}

void Conversation::sent(std::size_t size) {
  sent_ += size;
  if (sent_ == output_.size()) end_answer();
}

/// A refused client may still be sending, and close(2) with unread bytes resets the connection,
/// which can destroy the answer: so read on until the client ends it (RFC 9112, 9.6).
void Conversation::end_answer() {
  if (request_.keep_alive) {
    find_request();
  } else {
    next_ = request_.status == 200 ? Next::end : Next::discard;
  }
}

}  // namespace sockq
