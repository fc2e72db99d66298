#include "agent/server/multiplexer.h"

#include <limits>

#include "agent/server/epoll_multiplexer.h"
#include "agent/server/poll_multiplexer.h"
#include "agent/server/select_multiplexer.h"

namespace sockq {

std::size_t Multiplexer::end_of_range() const { return std::numeric_limits<int>::max(); }

Result<std::unique_ptr<Multiplexer>> Multiplexer::open(MultiplexerKind kind) {
  switch (kind) {
    case MultiplexerKind::poll:
      return std::unique_ptr<Multiplexer>(std::make_unique<PollMultiplexer>());
    case MultiplexerKind::select:
      return std::unique_ptr<Multiplexer>(std::make_unique<SelectMultiplexer>());
    case MultiplexerKind::epoll:
      break;
  }
  return EpollMultiplexer::open();
}

}  // namespace sockq
