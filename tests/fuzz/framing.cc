// The reference server's side of a connection and the load's, whose outcome must not depend on
// where the bytes are split.
#include <string>

#include "agent/server/load/answer_reader.h"
#include "agent/server/protocol/conversation.h"
#include "tests/fuzz/fuzz.h"

namespace sockq {
namespace {

constexpr Framing kFramings[] = {Framing::http, Framing::lines, Framing::length};

/// A server that gets the bytes in parts of these sizes, in turn: everything it sends, and what it
/// does at last.
std::string served(Framing framing, std::string_view bytes, std::size_t first, std::size_t later) {
  Conversation conversation(framing, 3);
  std::string sent;
  for (std::size_t size = first; !bytes.empty(); size = later) {
    const std::string_view part = bytes.substr(0, size);
    bytes.remove_prefix(part.size());
    conversation.receive(part);
    while (conversation.next() == Conversation::Next::work ||
           conversation.next() == Conversation::Next::send) {
      if (conversation.next() == Conversation::Next::work) conversation.answer();
      sent += conversation.output();
      conversation.sent(conversation.output().size());
    }
  }
  return sent + std::to_string(static_cast<int>(conversation.next()));
}

struct Read {
  AnswerReader::State state = AnswerReader::State::unfinished;
  std::size_t bytes = 0;  ///< taken until the state was final
  int status = 200;
};

Read read_answer(Framing framing, std::string_view bytes, std::size_t first, std::size_t later) {
  AnswerReader reader(framing);
  Read read;
  for (std::size_t size = first;
       read.bytes < bytes.size() && read.state == AnswerReader::State::unfinished; size = later) {
    const std::string_view part = bytes.substr(read.bytes, size);
    read.state = reader.take(part);
    read.bytes += part.size();
  }
  read.status = reader.status();
  return read;
}

void check_reader(Framing framing, std::string_view bytes, std::size_t first) {
  const Read once = read_answer(framing, bytes, bytes.size(), 1);
  const Read split = read_answer(framing, bytes, first, 1);
  const bool early = split.state != AnswerReader::State::unfinished && split.bytes < bytes.size();
  require(early || once.state == split.state, "an answer ends where it ends");
  require(early || once.status == split.status, "a status is what it is");
  require(!early || once.state == AnswerReader::State::malformed,
          "what follows an answer is malformed");
}

}  // namespace
}  // namespace sockq

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sockq;
  Input input(data, size);
  const unsigned selector = input.byte();
  const std::size_t first = std::size_t{input.byte()} + 1;
  const Framing framing = kFramings[selector % std::size(kFramings)];
  const std::string_view bytes = input.rest();
  if (bytes.empty()) return 0;
  if (selector >= 128) {
    check_reader(framing, bytes, first);
    return 0;
  }
  const std::string whole = served(framing, bytes, bytes.size(), 1);
  require(whole == served(framing, bytes, first, 1), "answers do not depend on the splits");
  require(whole == served(framing, bytes, first, first), "answers do not depend on the splits");
  return 0;
}
