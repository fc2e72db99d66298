#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "collectors/base/text.h"
#include "collectors/owner/cgroup_mount.h"
#include "collectors/owner/cgroup_names.h"
#include "collectors/owner/process_cgroup.h"

namespace sockq {
namespace {

std::string fixture(const std::string& name) {
  std::ifstream in(SOCKQ_FIXTURES "/cgroup/" + name);
  EXPECT_TRUE(in) << name;
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string none_as_empty(std::string_view word) { return word == "-" ? "" : std::string(word); }

TEST(CgroupNames, AreReadFromEveryKindOfPath) {
  const std::string table = fixture("paths");
  std::string_view lines = table;
  int rows = 0;
  while (!lines.empty()) {
    std::string_view line = next_line(lines);
    if (line.starts_with('#')) continue;
    const std::string_view path = next_word(line);
    CgroupNames want;
    want.unit = none_as_empty(next_word(line));
    want.container = none_as_empty(next_word(line));
    want.runtime = none_as_empty(next_word(line));
    want.pod_uid = none_as_empty(next_word(line));
    const CgroupNames got = parse_cgroup_names(path);
    EXPECT_EQ(got, want) << path << "\n  unit " << got.unit << ", container " << got.container
                         << ", runtime " << got.runtime << ", pod " << got.pod_uid;
    ++rows;
  }
  EXPECT_GT(rows, 30);
}

TEST(CgroupNames, SurviveEveryCutOfAPath) {
  const std::string path =
      "/kubepods.slice/kubepods-pod7d3f0c3e_7f6b_4a89_9c1d_2b5e8f0a1c4d.slice/docker-" +
      std::string(64, 'a') + ".scope";
  for (std::size_t size = 0; size < path.size(); ++size)
    EXPECT_EQ(!parse_cgroup_names(path.substr(0, size)).container.empty(),
              size == path.size() - std::string_view(".scope").size())
        << size;
}

TEST(ProcessCgroup, TellsTheMostTellingPath) {
  const auto path_of = [](const std::string& name) {
    return std::string(most_telling_cgroup(fixture(name)));
  };
  EXPECT_EQ(path_of("v2-systemd"), "/system.slice/nginx.service");
  EXPECT_EQ(parse_cgroup_names(path_of("v2-own-namespace")).runtime, "containerd");
  EXPECT_EQ(parse_cgroup_names(path_of("v1-docker")).runtime, "docker");
  EXPECT_EQ(path_of("v1-systemd"), "/system.slice/nginx.service");
  EXPECT_EQ(parse_cgroup_names(path_of("v1-podman")).runtime, "podman");
  for (const char* name : {"v1-kubepods", "hybrid-kubepods"}) {
    const CgroupNames pod = parse_cgroup_names(path_of(name));
    EXPECT_EQ(pod.pod_uid, "7d3f0c3e-7f6b-4a89-9c1d-2b5e8f0a1c4d") << name;
    EXPECT_EQ(pod.container.size(), 64U) << name;
  }
  EXPECT_EQ(parse_cgroup_names(path_of("hybrid-kubepods")).runtime, "cri-o");
  EXPECT_EQ(parse_cgroup_names(path_of("hybrid-docker")).runtime, "docker");
  EXPECT_EQ(path_of("hybrid-systemd"), "/system.slice/nginx.service");
  EXPECT_EQ(path_of("hybrid-plain"), "/jobs/7");
}

TEST(ProcessCgroup, GarbledTextHasNoPath) {
  for (const char* text : {"", "\n\n", "0::", "0:", "::", "x", "0::relative\n", "4:memory\n"})
    EXPECT_EQ(most_telling_cgroup(text), "") << text;
  EXPECT_EQ(most_telling_cgroup("0::/\n"), "/");
  EXPECT_EQ(most_telling_cgroup("0::/a:b\n"), "/a:b");
}

TEST(CgroupMount, IsFoundWhereThereIsOne) {
  EXPECT_EQ(find_cgroup_mount(fixture("mountinfo-hybrid")), "/sys/fs/cgroup/unified");
  EXPECT_EQ(find_cgroup_mount(fixture("mountinfo-v2")), "/sys/fs/cgroup");
  EXPECT_EQ(find_cgroup_mount("1 2 0:3 / /a\\040b\\134 rw - cgroup2 none rw\n"), "/a b\\");
  for (const char* text : {"", " - ", "1 2 - cgroup2\n", "1 2 0:3 / /x rw - cgroup cgroup rw\n"})
    EXPECT_EQ(find_cgroup_mount(text), std::nullopt) << text;
}

}  // namespace
}  // namespace sockq
