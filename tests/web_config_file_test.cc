#include "exporters/web/web_config_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/support/temp_dir.h"

namespace sockq {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class WebConfigFileTest : public testing::Test {
 protected:
  void SetUp() override { write("http_server_config: {headers: {X-XSS-Protection: '0'}}\n"); }

  void write(const std::string& text) const { std::ofstream(path_) << text; }
  void open() {
    auto file = WebConfigFile::open(path_, [this](const std::optional<Error>& refused) {
      reports_.push_back(refused ? refused->line() : "in use");
    });
    ASSERT_TRUE(file.ok()) << file.error().line();
    file_ = file.value();
  }
  [[nodiscard]] std::string header() const {
    const auto policy = file_->current();
    return policy->config.headers.empty() ? "" : policy->config.headers.front().second;
  }

  const TempDir folder_;
  const std::string path_ = folder_.path() / "web.yml";
  std::vector<std::string> reports_;
  std::shared_ptr<WebConfigFile> file_;
};

TEST_F(WebConfigFileTest, FollowsTheFile) {
  open();
  EXPECT_EQ(header(), "0");
  EXPECT_EQ(file_->current(), file_->current());
  write("http_server_config: {headers: {X-XSS-Protection: '1'}}\n");
  EXPECT_EQ(header(), "1");
  write("http_server_config: {headers: {X-XSS-Protection: '2'}}\n");  // as many bytes, at once
  EXPECT_EQ(header(), "2");
  EXPECT_THAT(reports_, ElementsAre("in use", "in use"));
}

TEST_F(WebConfigFileTest, KeepsTheOldWhereTheNewIsBadAndSaysSoOnce) {
  open();
  write("nonsense: 1\n");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(header(), "0");
  EXPECT_THAT(reports_, ElementsAre(HasSubstr(":1: unknown key 'nonsense'")));
  std::filesystem::remove(path_);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(header(), "0");
  ASSERT_EQ(reports_.size(), 2U);
  EXPECT_THAT(reports_[1], StartsWith(path_ + ": cannot read: No such file"));
  SetUp();
  EXPECT_EQ(header(), "0");
  EXPECT_EQ(reports_.back(), "in use");
  EXPECT_EQ(reports_.size(), 3U);
}

TEST_F(WebConfigFileTest, FollowsALinkThatIsTurned) {
  const std::filesystem::path other = folder_.path() / "other.yml";
  const std::filesystem::path link = folder_.path() / "link.yml";
  std::ofstream(other) << "http_server_config: {headers: {X-XSS-Protection: '3'}}\n";
  std::filesystem::create_symlink(path_, link);
  auto file = WebConfigFile::open(link, nullptr);
  ASSERT_TRUE(file.ok());
  file_ = file.value();
  EXPECT_EQ(header(), "0");
  std::filesystem::remove(link);
  std::filesystem::create_symlink(other, link);
  EXPECT_EQ(header(), "3");
}

TEST_F(WebConfigFileTest, RefusesWhatIsNoFile) {
  const std::string pipe = folder_.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  for (const std::string& path : {pipe, folder_.path().string()}) {
    const auto file = WebConfigFile::open(path, nullptr);
    ASSERT_FALSE(file.ok());
    EXPECT_EQ(file.error().line(), path + ": no regular file; give a file");
  }
}

TEST_F(WebConfigFileTest, NamesTheCertificateThatIsMissingOrBad) {
  write("tls_server_config: {cert_file: c.pem, key_file: k.pem}\n");
  const auto missing = WebConfigFile::open(path_, nullptr);
  ASSERT_FALSE(missing.ok());
  const std::string cert = folder_.path() / "c.pem";
  EXPECT_THAT(missing.error().line(), StartsWith(cert + ": cannot read: No such file"));
  for (const char* name : {"c.pem", "k.pem"}) std::ofstream(folder_.path() / name) << "junk";
  const auto bad = WebConfigFile::open(path_, nullptr);
  ASSERT_FALSE(bad.ok());
  EXPECT_THAT(bad.error().line(), StartsWith(cert + ": no certificate with its key: "));
}

}  // namespace
}  // namespace sockq
