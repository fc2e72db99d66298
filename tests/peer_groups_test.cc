#include "collectors/peer_groups.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sockq {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsSupersetOf;

Endpoint peer(std::uint16_t number) {
  Endpoint endpoint;
  endpoint.address = {10, 0, static_cast<std::uint8_t>(number >> 8U),
                      static_cast<std::uint8_t>(number)};
  endpoint.port = 443;
  return endpoint;
}

struct Load {
  std::uint16_t peer;
  int connections = 1;
  std::uint32_t bytes = 0;  ///< of each connection
};

class PeerGroupsTest : public testing::Test {
 protected:
  void sweep(const std::vector<Load>& loads) {
    peers.begin();
    for (const Load& load : loads)
      for (int count = 0; count < load.connections; ++count)
        peers.group(peer(load.peer))
            .add({.state = TcpState::established, .send_queue = load.bytes});
    now += seconds(5);
    peers.finish(now);
  }

  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& [remote, connections] : peers.named()) names.push_back(endpoint_text(remote));
    return names;
  }

  PeerGroups peers{4};
  PeerGroups::TimePoint now{};
};

TEST_F(PeerGroupsTest, FewPeersAllHaveANameAndNothingIsLeft) {
  sweep({{1, 2, 10}, {2, 1, 0}});
  EXPECT_THAT(names(), ElementsAre("10.0.0.1:443", "10.0.0.2:443"));
  EXPECT_EQ(peers.named()[0].connections.connections(), 2U);
  EXPECT_EQ(peers.named()[0].connections.send_queue, 20U);
  EXPECT_EQ(peers.others().connections(), 0U);
}

TEST_F(PeerGroupsTest, TheBusiestAndTheFullestHaveANameAndTheRestIsCountedTogether) {
  sweep({{1}, {2}, {3, 9}, {4, 8}, {5, 1, 70}, {6, 1, 80}, {7}, {8, 2, 1}});
  EXPECT_THAT(names(), ElementsAre("10.0.0.3:443", "10.0.0.4:443", "10.0.0.5:443", "10.0.0.6:443"));
  EXPECT_EQ(peers.others().connections(), 5U);
  EXPECT_EQ(peers.others().send_queue, 2U);
}

TEST_F(PeerGroupsTest, ANameStaysWhileOthersPassByAndGoesAfterFiveMinutes) {
  sweep({{1, 2}, {2, 2}, {3, 2}, {4, 2}});
  const auto first = names();
  const std::vector<Load> larger{{1}, {5, 9}, {6, 9}, {7, 9, 5}, {8, 9, 5}};
  for (auto begin = now; now - begin < minutes(5) - seconds(5);) {
    sweep(larger);
    ASSERT_EQ(names(), first) << "a newcomer waits for a free place";
  }
  sweep(larger);
  EXPECT_THAT(names(), ElementsAre("10.0.0.5:443", "10.0.0.6:443", "10.0.0.7:443", "10.0.0.8:443"));
}

TEST_F(PeerGroupsTest, APeerWithoutConnectionsKeepsItsNameForAWhile) {
  sweep({{1}});
  sweep({});
  EXPECT_THAT(names(), ElementsAre("10.0.0.1:443"));
  EXPECT_EQ(peers.named()[0].connections.connections(), 0U);
}

TEST_F(PeerGroupsTest, MemoryIsBoundedAndNothingIsLost) {
  std::vector<Load> loads;
  for (std::uint16_t number = 1; number <= 10'000; ++number) loads.push_back({number});
  sweep(loads);
  EXPECT_EQ(names().size(), 4U);
  EXPECT_EQ(peers.others().connections(), 9'996U);
}

TEST_F(PeerGroupsTest, MappedAddressesAreThoseOfIpv4) {
  Endpoint mapped = peer(1);
  mapped.ipv6 = true;
  mapped.address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 10, 0, 0, 1};
  peers.begin();
  EXPECT_EQ(&peers.group(mapped), &peers.group(peer(1)));
}

}  // namespace
}  // namespace sockq
