#include "collectors/owner/name_holder.h"

#include <gtest/gtest.h>

#include <vector>

namespace sockq {
namespace {

std::string named(const std::vector<NamedProcess>& processes) {
  const auto result = name_holder(processes);
  return result ? std::to_string(result->pid) + " " + result->name : "none";
}

TEST(NameHolder, FollowsItsRule) {
  EXPECT_EQ(named({}), "none");
  EXPECT_EQ(named({{7, "web"}}), "7 web");
  EXPECT_EQ(named({{7, "web"}, {8, "web"}}), "7 web") << "the lowest pid";
  EXPECT_EQ(named({{7, "start"}, {8, "web"}, {9, "web"}}), "8 web") << "the commonest name";
  EXPECT_EQ(named({{7, "web"}, {8, "sleep"}}), "7 web") << "a child that inherited it";
  EXPECT_EQ(named({{1, "systemd"}, {8, "web"}}), "8 web") << "not the manager";
  EXPECT_EQ(named({{1, "systemd"}, {2, "systemd"}, {8, "web"}}), "8 web");
  EXPECT_EQ(named({{1, "systemd"}}), "1 systemd") << "a manager where there is nobody else";
  EXPECT_EQ(named({{1, "web"}, {8, "web"}}), "1 web") << "in a container a server has pid 1";
}

}  // namespace
}  // namespace sockq
