#include "collectors/netns/namespace_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>

#include "collectors/netns/namespace_name.h"
#include "tests/support/fake_env.h"

namespace sockq {
namespace {

using testing::ElementsAre;

std::vector<std::string> names_of(const NamespaceWatch& watch) {
  std::vector<std::string> names;
  for (const auto& netns : watch.namespaces()) names.push_back(netns->name());
  return names;
}

/// A machine on which no namespace can be opened: the counters of processes are all there is.
class NamespaceWatchTest : public testing::Test {
 protected:
  NamespaceWatchTest() {
    machine_.procfs.trees[""] = std::vector<Directory>{};
    machine_.procfs.inodes = {{"self/ns/net", 1000}, {"self/net/netstat", 1}};
    live(1, 1000, 1);
  }

  /// A process of a namespace: its inode, negated errno where it does not show it, and the inode of
  /// its net/netstat.
  void live(std::uint32_t pid, std::int64_t inode, std::int64_t netstat) {
    const std::string directory = std::to_string(pid);
    std::get<0>(machine_.procfs.trees[""]).push_back({directory, pid});
    machine_.procfs.inodes[directory + "/ns/net"] = inode;
    machine_.procfs.inodes[directory + "/net/netstat"] = netstat;
    machine_.procfs.files[directory + "/net/snmp"] =
        "Tcp: CurrEstab\nTcp: " + std::to_string(pid) + "\n";
  }

  void end(std::uint32_t pid) {
    const std::string directory = std::to_string(pid);
    std::erase_if(std::get<0>(machine_.procfs.trees[""]),
                  [&](const Directory& entry) { return entry.name == directory; });
    for (const char* file : {"/ns/net", "/net/netstat"})
      machine_.procfs.inodes.erase(directory + file);
  }

  std::unique_ptr<NamespaceWatch> watch(std::vector<std::string> words, std::size_t most = 64) {
    Result<NamespaceChoice> choice = parse_namespace_choice(words);
    EXPECT_TRUE(choice.ok());
    auto opened = NamespaceWatch::open(machine_.env(), root_, {std::move(choice).value(), most});
    EXPECT_TRUE(opened.ok());
    return std::move(opened).value();
  }

  FakeMachine machine_;
  FakeProcFs root_;
};

TEST(NamespaceChoice, TellsWordsApart) {
  const auto parse = [](std::vector<std::string> words) {
    return parse_namespace_choice(words).value();
  };
  EXPECT_TRUE(parse({}).only_self());
  EXPECT_TRUE(parse({}).self);
  EXPECT_TRUE(parse({"self", "self"}).only_self());
  EXPECT_TRUE(parse({"all"}).all);
  EXPECT_FALSE(parse({"all"}).only_self());
  const NamespaceChoice choice = parse({"blue", "4711", "/run/docker/netns/x"});
  EXPECT_FALSE(choice.self);
  EXPECT_THAT(choice.paths, ElementsAre("run/netns/blue", "run/docker/netns/x"));
  EXPECT_THAT(choice.pids, ElementsAre(4711));
}

TEST(NamespaceChoice, RefusesWhatNamesNone) {
  for (const char* word : {"", ".", "..", "0", "a/b", "./a"})
    EXPECT_FALSE(parse_namespace_choice(std::vector<std::string>{word}).ok()) << word;
}

TEST_F(NamespaceWatchTest, FindsThoseOfProcessesThatHideThem) {
  live(20, -EACCES, 7);
  live(21, -EACCES, 7);
  live(22, -EACCES, 8);
  live(23, -EACCES, 1);
  const auto all = watch({"all"});
  all->scan();
  EXPECT_THAT(names_of(*all), ElementsAre("net:[1000]", "pid:20", "pid:22"));
  EXPECT_EQ(all->totals(), (NamespaceTotals{.watched = 1, .counters_only = 2}));
  ASSERT_TRUE(all->error());
  EXPECT_THAT(all->error()->line(), testing::HasSubstr("SYS_ADMIN and SYS_PTRACE"));
  std::string buffer;
  const Env there = all->namespaces().back()->env();
  EXPECT_EQ(there.procfs.read("net/snmp", buffer).value(), "Tcp: CurrEstab\nTcp: 22\n");
  EXPECT_FALSE(there.procfs.read("sys/net/core/somaxconn", buffer).ok());
  EXPECT_FALSE(there.netlink.open().ok());
}

TEST_F(NamespaceWatchTest, KeepsTheNameAndReadsByAnotherProcessWhenOneEnds) {
  live(20, -EACCES, 7);
  live(21, -EACCES, 7);
  const auto all = watch({"all"});
  all->scan();
  const auto netns = all->namespaces().back();
  std::string buffer;
  end(20);
  EXPECT_FALSE(netns->env().procfs.read("net/snmp", buffer).ok());
  EXPECT_TRUE(netns->lost());
  all->scan();
  EXPECT_EQ(all->namespaces().back(), netns);
  EXPECT_EQ(netns->name(), "pid:20");
  EXPECT_EQ(netns->env().procfs.read("net/snmp", buffer).value(), "Tcp: CurrEstab\nTcp: 21\n");
  EXPECT_FALSE(netns->lost());
  end(21);
  all->scan();
  EXPECT_THAT(names_of(*all), ElementsAre("net:[1000]"));
}

TEST_F(NamespaceWatchTest, AProcessOfTheSameNumberElsewhereIsNotTakenForIt) {
  live(20, -EACCES, 7);
  const auto all = watch({"all"});
  all->scan();
  const auto netns = all->namespaces().back();
  machine_.procfs.inodes["20/net/netstat"] = 9;
  std::string buffer;
  EXPECT_FALSE(netns->env().procfs.read("net/snmp", buffer).ok());
  EXPECT_TRUE(netns->lost());
}

TEST_F(NamespaceWatchTest, WatchesNoMoreThanAsked) {
  for (std::uint32_t pid = 20; pid < 30; ++pid) live(pid, -EACCES, pid);
  const auto all = watch({"all"}, 4);
  all->scan();
  EXPECT_EQ(all->namespaces().size(), 5U);
  EXPECT_EQ(all->totals().over_max, 6U);
  EXPECT_THAT(all->note(), testing::HasSubstr("raise --netns.max"));
}

TEST_F(NamespaceWatchTest, WithoutAListOfProcessesItKeepsWhatItKnows) {
  live(20, -EACCES, 7);
  const auto all = watch({"all"});
  all->scan();
  machine_.procfs.trees.clear();
  all->scan();
  EXPECT_EQ(all->namespaces().size(), 2U);
  ASSERT_TRUE(all->error());
  EXPECT_EQ(all->error()->code, ENOENT);
}

TEST_F(NamespaceWatchTest, AMissingPathIsSaid) {
  const auto blue = watch({"blue"});
  blue->scan();
  EXPECT_TRUE(blue->namespaces().empty());
  ASSERT_TRUE(blue->error());
  EXPECT_THAT(blue->error()->line(), testing::StartsWith("/run/netns/blue: is no network namesp"));
}

TEST_F(NamespaceWatchTest, NamesAreThoseThatPeopleGave) {
  const auto name_of = [this](const std::string& cgroup) {
    machine_.procfs.files["20/cgroup"] = "0::" + cgroup + "\n";
    return given_name(machine_.procfs, {.paths = {}, .pid = 20});
  };
  const std::string id(64, 'a');
  EXPECT_EQ(name_of("/system.slice/docker-" + id + ".scope"), "aaaaaaaaaaaa");
  EXPECT_EQ(name_of("/kubepods/pod7d3f0c3e-7f6b-4a89-9c1d-2b5e8f0a1c4d/" + id),
            "7d3f0c3e-7f6b-4a89-9c1d-2b5e8f0a1c4d");
  EXPECT_EQ(name_of("/system.slice/web.service"), "");
  EXPECT_EQ(given_name(machine_.procfs, {.paths = {"run/netns/blue"}, .pid = 20}), "blue");
  EXPECT_EQ(given_name(machine_.procfs, {.paths = {"run/docker/netns/x"}}), "/run/docker/netns/x");
  EXPECT_EQ(numbered_name(4026532281, {}), "net:[4026532281]");
}

TEST_F(NamespaceWatchTest, TwoOfOneNameAreToldApart) {
  machine_.procfs.files["20/cgroup"] = "0::/docker/" + std::string(64, 'a') + "\n";
  machine_.procfs.files["21/cgroup"] = machine_.procfs.files["20/cgroup"];
  live(20, -EACCES, 7);
  live(21, -EACCES, 8);
  const auto all = watch({"all"});
  all->scan();
  EXPECT_THAT(names_of(*all), ElementsAre("net:[1000]", "aaaaaaaaaaaa", "aaaaaaaaaaaa pid:21"));
}

}  // namespace
}  // namespace sockq
