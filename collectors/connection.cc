#include "collectors/connection.h"

#include <array>

namespace sockq {

const char* state_name(TcpState state) {
  constexpr std::array<const char*, kTcpStates> kNames{
      "unknown",   "established", "syn_sent",   "syn_recv", "fin_wait1", "fin_wait2",
      "time_wait", "close",       "close_wait", "last_ack", "listen",    "closing"};
  return kNames[static_cast<std::size_t>(state)];
}

}  // namespace sockq
