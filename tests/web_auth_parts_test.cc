#include <gtest/gtest.h>

#include <set>
#include <string>

#include "exporters/web/auth_cache.h"
#include "exporters/web/basic_auth.h"
#include "exporters/web/bcrypt.h"

namespace sockq {
namespace {

TEST(BasicAuth, ReadsUserAndPassword) {
  const struct {
    const char* header;
    const char* user;
    const char* password;
  } headers[] = {{"Basic YWxpY2U6c2VjcmV0", "alice", "secret"},
                 {"basic YWxpY2U6c2VjcmV0", "alice", "secret"},
                 {"Basic YTpiOmM=", "a", "b:c"},
                 {"Basic Og==", "", ""}};
  for (const auto& [header, user, password] : headers) {
    const auto who = parse_basic_auth(header);
    ASSERT_TRUE(who) << header;
    EXPECT_EQ(who->user, user);
    EXPECT_EQ(who->password, password);
  }
  EXPECT_EQ(parse_basic_auth("Basic YToAYg==")->password, std::string("\0b", 2));
}

TEST(BasicAuth, RefusesTheRest) {
  for (const char* header : {"", "Basic", "Basic ", "Bearer YWxpY2U6c2VjcmV0", "Basic YWxpY2U=",
                             "Basic ?", "Basic YWxpY2U6c2VjcmV0YQ", "BasicYWxpY2U6c2VjcmV0"})
    EXPECT_FALSE(parse_basic_auth(header)) << header;
  EXPECT_FALSE(parse_basic_auth("Basic " + std::string(16'000, 'A')));
}

TEST(Bcrypt, MatchesThePasswordAlone) {
  Bcrypt bcrypt;
  const std::string hash = "$2y$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";
  EXPECT_TRUE(bcrypt.matches("secret", hash));
  EXPECT_FALSE(bcrypt.matches("secre", hash));
  EXPECT_FALSE(bcrypt.matches("", hash));
  EXPECT_FALSE(bcrypt.matches(std::string("secret\0", 7), hash));
  EXPECT_FALSE(bcrypt.matches(std::string(100'000, 'x'), hash));
}

TEST(Bcrypt, LooksAt72Bytes) {
  Bcrypt bcrypt;
  const std::string hash = ::crypt(std::string(72, 'x').c_str(), "$2b$04$abcdefghijklmnopqrstuu");
  EXPECT_TRUE(bcrypt.matches(std::string(72, 'x'), hash));
  EXPECT_TRUE(bcrypt.matches(std::string(600, 'x'), hash));
  EXPECT_FALSE(bcrypt.matches(std::string(71, 'x'), hash));
}

TEST(Bcrypt, TellsItsHashes) {
  const std::string tail = "$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW";
  for (const char* kind : {"$2a", "$2b", "$2y"}) EXPECT_TRUE(is_bcrypt(kind + tail)) << kind;
  EXPECT_EQ(bcrypt_cost("$2y" + tail), 4);
  EXPECT_FALSE(is_bcrypt("$2x" + tail));
  EXPECT_FALSE(is_bcrypt("$2$" + tail));
  EXPECT_FALSE(is_bcrypt(""));
}

TEST(AuthCache, RemembersUpToItsSizeOfEachKind) {
  AuthCache cache(2);
  const auto digest = [&](const std::string& password) { return cache.digest("u", "h", password); };
  cache.store(digest("right"), true);
  for (const char* wrong : {"1", "2", "3"}) cache.store(digest(wrong), false);
  EXPECT_EQ(cache.find(digest("right")), true);
  EXPECT_FALSE(cache.find(digest("1")));
  EXPECT_EQ(cache.find(digest("2")), false);
  EXPECT_EQ(cache.find(digest("3")), false);
}

TEST(AuthCache, KeepsEveryPartApart) {
  const AuthCache cache;
  const std::set<AuthCache::Digest> digests{
      cache.digest("a", "b", "c"),      cache.digest("ab", "", "c"), cache.digest("", "ab", "c"),
      cache.digest("a", "bc", ""),      cache.digest("a", "", "bc"), cache.digest("", "", "abc"),
      AuthCache().digest("a", "b", "c")};
  EXPECT_EQ(digests.size(), 7U);
  EXPECT_EQ(cache.digest("a", "b", "c"), cache.digest("a", "b", "c"));
}

}  // namespace
}  // namespace sockq
