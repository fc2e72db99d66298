// Netlink datagrams about unix sockets, through the reader of dumps, and the labels that their
// names become.
#include "collectors/diag/unix_listen_sockets.h"
#include "exporters/families.h"
#include "exporters/listener_json.h"
#include "tests/fuzz/datagrams.h"
#include "tests/fuzz/exposition.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sockq;
  Input input(data, size);
  FakeNetlink kernel;
  kernel.raw = input.byte() >= 128;
  kernel.answers = {{done_message()}};
  kernel.unix_answer = read_answer(input);
  DumpClient client(kernel);
  std::vector<UnixListenSocket> sockets;
  if (!read_unix_listen_sockets(client, sockets).ok()) {
    require(sockets.empty(), "a dump that failed leaves nothing");
    return 0;
  }
  Snapshot snapshot;
  NamespaceView& view = snapshot.namespaces.emplace_back();
  view.listeners = fold_listeners(sockets);
  (void)listeners_json(snapshot);
  const auto labels =
      values_of(read_exposition(exposition_text(make_families(snapshot, {"unix"}))), "listener");
  for (const UnixListenSocket& socket : sockets)
    require(labels.contains(listener_name(socket).address), "a name's label reads back");
  return 0;
}
