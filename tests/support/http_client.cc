#include "tests/support/http_client.h"

#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "collectors/base/text.h"

namespace sockq {
namespace {

constexpr timeval kPatience{.tv_sec = 10, .tv_usec = 0};

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return result;
}

}  // namespace

std::string HttpReply::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

UniqueFd connect_to(const SocketAddress& server) {
  UniqueFd fd(::socket(server.family(), SOCK_STREAM | SOCK_CLOEXEC, 0));
  ::setsockopt(fd.get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof(kPatience));
  if (::connect(fd.get(), server.get(), server.length) != 0) fd.reset();
  return fd;
}

bool send_bytes(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

std::string receive_all(int fd) {
  std::string bytes;
  std::array<char, 65536> buffer;
  ssize_t size = 0;
  while ((size = ::recv(fd, buffer.data(), buffer.size(), 0)) > 0)
    bytes.append(buffer.data(), static_cast<std::size_t>(size));
  return bytes;
}

std::string exchange_bytes(const SocketAddress& server, std::string_view bytes) {
  const UniqueFd fd = connect_to(server);
  send_bytes(fd.get(), bytes);
  return receive_all(fd.get());
}

HttpReply parse_reply(std::string_view bytes) {
  HttpReply reply;
  const std::size_t head_end = bytes.find("\r\n\r\n");
  if (head_end == bytes.npos || !bytes.starts_with("HTTP/1.1 ")) return reply;
  reply.body = bytes.substr(head_end + 4);
  std::string_view head = bytes.substr(0, head_end + 2);
  reply.status = parse_number<unsigned>(next_line(head).substr(9, 3)).value_or(0);
  while (!head.empty()) {
    std::string_view line = next_line(head);
    line.remove_suffix(1);
    const std::size_t colon = line.find(": ");
    if (colon == line.npos) return {};
    reply.headers[lower(line.substr(0, colon))] = line.substr(colon + 2);
  }
  return reply;
}

HttpReply http_get(const SocketAddress& server, std::string_view path, const HttpHeaders& headers,
                   std::string_view method) {
  std::string request(method);
  request.append(" ").append(path).append(" HTTP/1.1\r\nHost: test\r\nConnection: close\r\n");
  for (const auto& [name, value] : headers)
    request.append(name).append(": ").append(value).append("\r\n");
  return parse_reply(exchange_bytes(server, request.append("\r\n")));
}

}  // namespace sockq
