#include "collectors/owner/owner_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "tests/support/fake_env.h"

namespace sockq {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// A machine of processes that hold sockets, and a book about it.
class OwnerBookTest : public testing::Test {
 protected:
  OwnerBookTest() {
    machine_.procfs.trees.clear();
    machine_.procfs.held_sockets.clear();
    machine_.procfs.links.clear();
    machine_.procfs.trees[""] = std::vector<Directory>{{"sys", 3}, {".", 1}, {"5", 2}};
    machine_.cgroups.trees[""] = std::vector<Directory>{{".", 1}, {"system.slice", 20}};
    machine_.cgroups.trees["system.slice"] = std::vector<Directory>{{".", 20}, {"web.service", 21}};
    machine_.cgroups.trees["system.slice/web.service"] = std::vector<Directory>{{".", 21}};
  }

  void start(std::uint32_t pid, const std::string& name, std::vector<SocketFd> held) {
    const std::string directory = std::to_string(pid);
    std::get<0>(machine_.procfs.trees[""]).push_back({directory, pid});
    for (const SocketFd& socket : held)
      machine_.procfs.links[directory + "/fd/" + std::to_string(socket.fd)] =
          "socket:[" + std::to_string(socket.inode) + "]";
    machine_.procfs.held_sockets[directory + "/fd"] = std::move(held);
    machine_.procfs.files[directory + "/comm"] = name + "\n";
    machine_.procfs.files[directory + "/cgroup"] = "0::/system.slice/" + name + ".service\n";
    machine_.procfs.links[directory + "/exe"] = "/usr/bin/" + name;
  }

  void end(std::uint32_t pid) {
    const std::string directory = std::to_string(pid);
    std::erase_if(std::get<0>(machine_.procfs.trees[""]),
                  [&](const Directory& entry) { return entry.name == directory; });
    forget(machine_.procfs.files, directory);
    forget(machine_.procfs.links, directory);
    forget(machine_.procfs.held_sockets, directory);
  }

  void listen(std::uint32_t inode, std::uint16_t port, std::uint64_t cgroup_id = 0) {
    listening_.push_back({name_of(port), inode, cgroup_id});
  }

  static ListenerName name_of(std::uint16_t port) {
    ListenerName name;
    name.local.port = port;
    return name;
  }

  /// One more look, `later` than the one before.
  void look(std::chrono::nanoseconds later = seconds(5)) {
    machine_.clock.steady_time += later;
    const Result<Unit> outcome = book_.look(machine_.env(), listening_, machine_.clock.steady_time);
    EXPECT_TRUE(outcome.ok());
  }

  [[nodiscard]] Owner owner_of(std::uint16_t port) const {
    const auto known = book_.owners()->find(name_of(port));
    return known == book_.owners()->end() ? Owner{} : *known->second;
  }

  /// Walks over the processes so far.
  [[nodiscard]] int walks() const { return machine_.procfs.looked_into; }

  template <class Map>
  static void forget(Map& map, const std::string& directory) {
    std::erase_if(map, [&](const auto& entry) { return entry.first.starts_with(directory + "/"); });
  }

  FakeMachine machine_;
  OwnerBook book_;
  std::vector<OwnedSocket> listening_;
};

TEST_F(OwnerBookTest, NamesTheProcessThatHoldsAListener) {
  start(10, "web", {{3, 100}});
  start(11, "other", {{3, 101}});
  listen(100, 80);
  look();
  const Owner owner = owner_of(80);
  EXPECT_EQ(owner.process, "web");
  EXPECT_EQ(owner.executable, "/usr/bin/web");
  EXPECT_EQ(owner.pid, 10U);
  EXPECT_EQ(owner.processes, 1U);
  EXPECT_EQ(owner.cgroup, "/system.slice/web.service");
  EXPECT_EQ(owner.unit, "web.service");
  EXPECT_EQ(book_.note(), "");
}

TEST_F(OwnerBookTest, CountsWorkersThatShareOneSocketOrAnAddress) {
  for (std::uint32_t pid = 10; pid < 14; ++pid) start(pid, "web", {{3, 100}, {4, 100}});
  for (std::uint32_t pid = 20; pid < 23; ++pid) start(pid, "reuse", {{3, pid + 100}});
  listen(100, 80);
  for (std::uint32_t inode = 120; inode < 123; ++inode) listen(inode, 81);
  look();
  EXPECT_EQ(owner_of(80).processes, 4U);
  EXPECT_EQ(owner_of(80).pid, 10U);
  EXPECT_EQ(owner_of(81).processes, 3U);
  EXPECT_EQ(owner_of(81).process, "reuse");
}

TEST_F(OwnerBookTest, NamesTheServiceNotTheManagerThatHoldsItsSocketToo) {
  start(1, "systemd", {{50, 100}});
  listen(100, 80);
  look();
  EXPECT_EQ(owner_of(80).process, "systemd") << "nobody was started yet";
  start(30, "web", {{3, 100}});
  look(seconds(61));
  EXPECT_EQ(owner_of(80).process, "web");
  EXPECT_EQ(owner_of(80).processes, 2U);
}

TEST_F(OwnerBookTest, ADeletedExecutableKeepsItsName) {
  start(10, "web", {{3, 100}});
  machine_.procfs.links["10/exe"] = "/usr/bin/web (deleted)";
  listen(100, 80);
  look();
  EXPECT_EQ(owner_of(80).executable, "/usr/bin/web");
}

TEST_F(OwnerBookTest, WalksForANewInodeAndOnceMoreAndThenNoMore) {
  start(10, "web", {{3, 100}});
  listen(100, 80);
  look();
  EXPECT_EQ(walks(), 1);
  start(11, "web", {{3, 100}});
  for (int looks = 0; looks < 100; ++looks) look();
  EXPECT_EQ(walks(), 2);
  EXPECT_EQ(owner_of(80).processes, 2U) << "a worker that was forked after the first walk";
  listen(101, 81);
  look();
  EXPECT_EQ(walks(), 3);
}

TEST_F(OwnerBookTest, WalksAgainWhereAHolderEnds) {
  start(10, "web", {{3, 100}});
  start(11, "web", {{3, 100}});
  listen(100, 80);
  look(), look(minutes(1)), look(minutes(10));
  end(10);
  start(12, "web", {{3, 100}});
  look();
  EXPECT_EQ(owner_of(80).pid, 11U);
  EXPECT_EQ(owner_of(80).processes, 2U);
}

TEST_F(OwnerBookTest, WalksForOthersDelayNoWalkOfItsOwn) {
  start(10, "web", {{3, 100}});
  listen(100, 80);
  look();
  for (std::uint32_t inode = 101; inode < 104; ++inode) {
    listen(inode, 81);
    look(seconds(1));
  }
  end(10);
  start(11, "web", {{3, 100}});
  look(seconds(2));
  EXPECT_EQ(owner_of(80).pid, 11U);
}

TEST_F(OwnerBookTest, TheOwnerGoesWithTheSocketOrTheProcess) {
  start(10, "web", {{3, 100}});
  listen(100, 80);
  listen(101, 81);
  look();
  EXPECT_EQ(book_.owners()->size(), 1U);
  end(10);
  look(seconds(1));
  EXPECT_EQ(book_.owners()->size(), 0U) << "not known, rather than as it was";
  listening_.clear();
  look();
  EXPECT_EQ(book_.note(), "");
}

TEST_F(OwnerBookTest, NoticesAProcessThatKeepsOneSocketAndClosesAnother) {
  start(10, "web", {{3, 100}, {4, 101}});
  start(11, "next", {{3, 101}});
  listen(100, 80);
  listen(101, 81);
  look(), look();
  EXPECT_EQ(owner_of(81).processes, 2U);
  machine_.procfs.links.erase("10/fd/4");
  machine_.procfs.held_sockets["10/fd"] = std::vector<SocketFd>{{3, 100}};
  for (int looks = 0; looks < 8; ++looks) look();
  EXPECT_EQ(owner_of(81).process, "next");
  EXPECT_EQ(owner_of(81).processes, 1U);
  EXPECT_EQ(owner_of(80).process, "web");
}

TEST_F(OwnerBookTest, AnInodeThatIsUsedAgainIsAnotherSocket) {
  start(10, "web", {{3, 100}});
  listen(100, 80);
  look();
  listening_.clear();
  listen(100, 99);
  look();
  EXPECT_EQ(owner_of(80), Owner{});
  EXPECT_EQ(owner_of(99).process, "web");
}

TEST_F(OwnerBookTest, WhatNobodyHoldsIsLookedForEverLessOften) {
  listen(100, 80);
  for (int looks = 0; looks < 720; ++looks) look();  // an hour
  EXPECT_GT(walks(), 10);
  EXPECT_LT(walks(), 20);
  EXPECT_THAT(book_.note(), testing::HasSubstr("PID namespace"));
}

TEST_F(OwnerBookTest, WithoutPrivilegeTheCgroupIsKnownAndTheCapabilitiesAreSaid) {
  start(10, "web", {{3, 100}});
  machine_.procfs.held_sockets["10/fd"] = EACCES;
  listen(100, 80, 21);
  listen(101, 81, 1);
  listen(102, 82, 999);
  look();
  EXPECT_EQ(owner_of(80).process, "");
  EXPECT_EQ(owner_of(80).processes, 0U);
  EXPECT_EQ(owner_of(80).cgroup, "/system.slice/web.service");
  EXPECT_EQ(owner_of(80).unit, "web.service");
  EXPECT_EQ(owner_of(81).cgroup, "/");
  EXPECT_EQ(owner_of(82), Owner{});
  EXPECT_THAT(book_.note(), testing::HasSubstr("SYS_PTRACE and DAC_READ_SEARCH"));
  const int tree_walk = machine_.cgroups.looked_into;
  for (int looks = 0; looks < 10; ++looks) look();
  EXPECT_EQ(machine_.cgroups.looked_into, tree_walk) << "an unknown group is not sought each look";
}

TEST_F(OwnerBookTest, AProcessThatEndsWhileItIsLookedUpIsNone) {
  start(10, "web", {{3, 100}});
  start(11, "web", {{3, 100}});
  start(12, "gone", {{3, 101}});
  forget(machine_.procfs.files, "10");         // after its descriptors were read
  forget(machine_.procfs.held_sockets, "12");  // after the processes were listed
  forget(machine_.procfs.links, "11");         // while it was described
  listen(100, 80);
  listen(101, 81);
  look();
  EXPECT_EQ(owner_of(80).process, "web");
  EXPECT_EQ(owner_of(80).pid, 11U);
  EXPECT_EQ(owner_of(80).processes, 1U);
  EXPECT_EQ(owner_of(80).executable, "");
  EXPECT_EQ(owner_of(81), Owner{});
}

TEST_F(OwnerBookTest, AWalkTakesNoMoreThanItsTimeAndGoesOnInTheNextLook) {
  for (std::uint32_t pid = 1; pid <= 50; ++pid) start(pid, "idle", {});
  start(51, "web", {{3, 100}});
  listen(100, 80);
  machine_.clock.step = std::chrono::milliseconds(30);
  look();
  EXPECT_EQ(owner_of(80), Owner{});
  EXPECT_EQ(book_.note(), "") << "it is too early to say";
  int looks = 1;
  while (owner_of(80) == Owner{} && ++looks < 100) look();
  EXPECT_EQ(owner_of(80).process, "web");
  EXPECT_GT(looks, 20);
  EXPECT_EQ(walks(), 1);
}

TEST_F(OwnerBookTest, ThePodsNameIsGivenToAllItsListeners) {
  book_ = OwnerBook({.pod = "web-0", .pod_namespace = "prod"});
  listen(100, 80);
  look();
  EXPECT_EQ(owner_of(80).pod, "web-0");
  EXPECT_EQ(owner_of(80).pod_namespace, "prod");
}

TEST_F(OwnerBookTest, OneWalkFindsTheOwnersInAllNetworkNamespaces) {
  book_ = OwnerBook({.pod = "web-0", .pod_namespace = "prod"});
  start(10, "here", {{3, 100}});
  start(11, "there", {{3, 101}});
  listen(100, 80);
  listen(101, 80);
  listening_.back().netns = 4026532281;
  look();
  EXPECT_EQ(walks(), 1);
  EXPECT_EQ(owner_of(80).process, "here");
  EXPECT_EQ(owner_of(80).pod, "web-0");
  const Owner there = *book_.owners(4026532281)->at(name_of(80));
  EXPECT_EQ(there.process, "there");
  EXPECT_EQ(there.pod, "") << "the name is that of the own namespace";
  listening_.pop_back();
  look();
  EXPECT_TRUE(book_.owners(4026532281)->empty());
}

TEST_F(OwnerBookTest, WithoutAnyProcessItFails) {
  machine_.procfs.trees[""] = std::vector<Directory>{{"sys", 3}};
  listen(100, 80);
  const Result<Unit> outcome = book_.look(machine_.env(), listening_, machine_.clock.steady_time);
  ASSERT_FALSE(outcome.ok());
  EXPECT_THAT(outcome.error().line(), testing::HasSubstr("/fake/: shows no process; check"));
}

TEST_F(OwnerBookTest, RemembersABoundedNumber) {
  for (std::uint32_t inode = 0; inode < OwnerBook::kMostSockets + 10; ++inode)
    listen(inode, static_cast<std::uint16_t>(inode));
  std::vector<SocketFd> many;
  for (std::uint32_t inode = 0; inode < listening_.size(); ++inode) many.push_back({3, inode});
  start(10, "web", many);
  look();
  EXPECT_EQ(book_.owners()->size(), OwnerBook::kMostSockets);
}

}  // namespace
}  // namespace sockq
