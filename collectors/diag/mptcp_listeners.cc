#include "collectors/diag/mptcp_listeners.h"

#include <sys/socket.h>

#include <algorithm>

#include "collectors/diag/inet_diag.h"
#include "collectors/diag/listen_sockets.h"

namespace sockq {
namespace {

constexpr std::chrono::minutes kRetry{1};

}  // namespace

void MptcpListeners::mark(DumpClient& client, std::vector<ListenSocket>& sockets, TimePoint now) {
  std::uint64_t cookies = 0;
  for (const ListenSocket& socket : sockets) cookies += socket.cookie;
  const bool changed = sockets.size() != sockets_ || cookies != cookies_;
  if (changed && now >= ask_after_) {
    if (ask(client)) {
      sockets_ = sockets.size();
      cookies_ = cookies;
    } else {
      ask_after_ = now + kRetry;
    }
  }
  if (inodes_.empty()) return;
  for (ListenSocket& socket : sockets)
    if (std::ranges::binary_search(inodes_, socket.inode)) socket.protocol = Protocol::mptcp;
}

bool MptcpListeners::ask(DumpClient& client) {
  static const DiagRequest requests[] = {mptcp_listen_request(AF_INET),
                                         mptcp_listen_request(AF_INET6)};
  answer_.clear();
  for (const DiagRequest& request : requests)
    if (!append_listen_sockets(client, request, answer_).ok()) return false;
  inodes_.clear();
  for (const ListenSocket& socket : answer_)
    if (socket.inode != 0) inodes_.push_back(socket.inode);
  std::ranges::sort(inodes_);
  return true;
}

}  // namespace sockq
