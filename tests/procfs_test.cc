#include "collectors/proc/procfs.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <vector>

#include "collectors/base/listen_socket.h"
#include "tests/support/temp_dir.h"

namespace sockq {
namespace {

std::uint32_t inode_of(int fd) {
  struct stat status {};
  EXPECT_EQ(::fstat(fd, &status), 0);
  return static_cast<std::uint32_t>(status.st_ino);
}

BoundListener listener() {
  auto address = parse_socket_address("127.0.0.1:0");
  EXPECT_TRUE(address.ok());
  auto bound = open_listen_socket(address.value(), 1, false);
  EXPECT_TRUE(bound.ok());
  return std::move(bound).value();
}

TEST(MountedProcFs, FindsTheSocketsThatAreWanted) {
  const MountedProcFs procfs("/proc");
  const BoundListener wanted = listener();
  const BoundListener other = listener();
  const std::vector<std::uint32_t> inodes = {inode_of(wanted.fd.get())};
  const auto found = procfs.sockets("self/fd", inodes);
  ASSERT_TRUE(found.ok()) << found.error().line();
  ASSERT_EQ(found.value().size(), 1U);
  EXPECT_EQ(found.value().front().fd, wanted.fd.get());
  EXPECT_EQ(found.value().front().inode, inodes.front());
  EXPECT_EQ(procfs.sockets("self/fd", {}).value().size(), 0U);
  EXPECT_EQ(procfs.sockets("4294967295/fd", inodes).error().code, ENOENT);
}

TEST(MountedProcFs, ReadsLinksOfAnyBytes) {
  const TempDir dir;
  std::filesystem::create_symlink("a\nb\xff", dir.path() / "link");
  const MountedProcFs root(dir.path().string());
  EXPECT_EQ(root.link("link").value(), "a\nb\xff");
  EXPECT_EQ(root.link("none").error().code, ENOENT);
  EXPECT_EQ(MountedProcFs("/proc").link("self").value(), std::to_string(::getpid()));
}

TEST(MountedProcFs, ListsDirectoriesWithTheirInodes) {
  const TempDir dir;
  std::filesystem::create_directories(dir.path() / "a b" / "c");
  const MountedProcFs root(dir.path().string());
  auto found = root.directories("");
  ASSERT_TRUE(found.ok()) << found.error().line();
  std::ranges::sort(found.value(), {}, &Directory::name);
  ASSERT_EQ(found.value().size(), 2U);
  EXPECT_EQ(found.value()[0].name, ".");
  EXPECT_EQ(found.value()[1].name, "a b");
  struct stat status {};
  ASSERT_EQ(::stat((dir.path() / "a b").c_str(), &status), 0);
  EXPECT_EQ(found.value()[1].inode, status.st_ino);
  EXPECT_EQ(root.directories("a b").value().size(), 2U);
}

TEST(MountedProcFs, WithoutARootEverythingIsAnError) {
  const MountedProcFs none("");
  EXPECT_FALSE(none.directories("").ok());
  EXPECT_FALSE(none.link("x").ok());
  EXPECT_FALSE(none.sockets("x", {}).ok());
}

}  // namespace
}  // namespace sockq
