#include "collectors/proc/device_names.h"

#include <gtest/gtest.h>

#include "tests/support/fake_env.h"

namespace sockq {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kIgmp =
    "Idx\tDevice    : Count Querier\tGroup    Users Timer\tReporter\n"
    "1\tlo        :     1      V3\n"
    "\t\t\t\t010000E0     1 0:00000000\t\t0\n"
    "12\tname-of-15bytes:     1      V3\n"
    "\t\t\t\t010000E0     1 0:00000000\t\t0\n";

TEST(DeviceName, IsOneThatTheKernelAllowsAndCanBeRead) {
  for (const char* name : {"lo", "eth0.7", "name-of-15bytes", "a%b", "...", "7"})
    EXPECT_EQ(DeviceName(name).text(), name);
  for (const char* other :
       {"", ".", "..", "a/b", "a:1", "a b", "a\tb", "\x1b[2J", "\xc3\xa9", "a name of 16 by"})
    EXPECT_TRUE(DeviceName(other).empty()) << other;
  EXPECT_TRUE(DeviceName("name-of-16-bytes").empty());
}

TEST(FindDevice, TakesTheLineOfTheIndex) {
  EXPECT_EQ(find_device(kIgmp, 1).text(), "lo");
  EXPECT_EQ(find_device(kIgmp, 12).text(), "name-of-15bytes");
  for (const std::uint32_t index : {0U, 2U, 10'000U})
    EXPECT_TRUE(find_device(kIgmp, index).empty()) << index;
  EXPECT_TRUE(find_device("1\t\n1", 1).empty());
  EXPECT_TRUE(find_device("1\tlo:\n\t\t\t\t2     1\n", 2).empty()) << "a group is no device";
}

class DeviceNamesTest : public testing::Test {
 protected:
  /// What a device is called `later` than the begin.
  std::string name_of(std::uint32_t index, milliseconds later) {
    Device device{.index = index};
    names_.name(procfs_, buffer_, DeviceNames::TimePoint(std::chrono::seconds(500)) + later,
                device);
    return std::string(device.name.text());
  }

  void set_file(std::string_view text) { procfs_.files["net/igmp"] = std::string(text); }

 private:
  FakeProcFs procfs_;
  std::string buffer_;
  DeviceNames names_;
};

TEST_F(DeviceNamesTest, ADeviceKeepsTheNameThatItWasFirstSeenWith) {
  set_file(kIgmp);
  EXPECT_EQ(name_of(1, milliseconds(0)), "lo");
  set_file("1\tother:\n2\teth0:\n");
  EXPECT_EQ(name_of(1, milliseconds(5000)), "lo");
  EXPECT_EQ(name_of(2, milliseconds(0)), "eth0");
}

TEST_F(DeviceNamesTest, OneThatIsNotListedIsAskedAboutAgainAfterASecond) {
  EXPECT_EQ(name_of(1, milliseconds(0)), "");
  set_file(kIgmp);
  EXPECT_EQ(name_of(1, milliseconds(999)), "");
  EXPECT_EQ(name_of(1, milliseconds(1000)), "lo");
}

TEST_F(DeviceNamesTest, NoDeviceHasNoName) {
  set_file("0\tzero:\n");
  EXPECT_EQ(name_of(0, milliseconds(0)), "");
}

TEST_F(DeviceNamesTest, ManyAreForgottenAndFoundAgain) {
  set_file(kIgmp);
  for (std::uint32_t index = 1; index <= 3 * DeviceNames::kMost; ++index)
    (void)name_of(index, milliseconds(0));
  EXPECT_EQ(name_of(1, milliseconds(0)), "lo");
  set_file("1\tother:\n");
  for (std::uint32_t index = 2; index <= 3 * DeviceNames::kMost; ++index)
    (void)name_of(index, milliseconds(0));
  EXPECT_EQ(name_of(1, milliseconds(0)), "other") << "no more than so many are remembered";
}

}  // namespace
}  // namespace sockq
