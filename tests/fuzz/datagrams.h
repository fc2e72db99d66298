#pragma once

#include <string_view>

#include "tests/fuzz/fuzz.h"
#include "tests/support/fake_env.h"

namespace sockq {

/// An answer of the kernel made of an input: each part is a datagram as it is, an empty one a
/// failed receive.
[[nodiscard]] inline FakeNetlink::Answer read_answer(Input input) {
  constexpr int kNoMemory = 105;  // ENOBUFS
  FakeNetlink::Answer answer;
  while (!input.empty()) {
    const auto datagram = bytes_of(input.part());
    if (datagram.empty())
      answer.emplace_back(kNoMemory);
    else
      answer.emplace_back(Bytes(datagram.begin(), datagram.end()));
  }
  return answer;
}

}  // namespace sockq
