#include "exporters/accept_encoding.h"

#include <gtest/gtest.h>

namespace sockq {
namespace {

TEST(AcceptsGzip, Takes) {
  for (const char* field :
       {"gzip", "GZip", "x-gzip", "X-GZIP", "gzip, deflate, br", "br,gzip", "identity;q=1, gzip",
        "gzip;q=1", "gzip;q=1.000", "gzip;Q=0.5", "gzip;q=0.001", "gzip ; q=0.1", "\tgzip\t,br",
        "*", "*;q=0.1", "gzip, *;q=0", "*;q=0, gzip;q=0.1", ",,gzip,", "gzip;q=0, gzip;q=1"})
    EXPECT_TRUE(accepts_gzip(field)) << field;
}

TEST(AcceptsGzip, Refuses) {
  for (const char* field :
       {"", " ", ",", ";", "identity", "br, deflate", "gzip;q=0", "gzip;q=0.", "gzip;q=0.000",
        "x-gzip;q=0", "gzip;q=0, *", "*, gzip;q=0", "*;q=0", "gzipped", "gzi", "gzip, gzip;q=0"})
    EXPECT_FALSE(accepts_gzip(field)) << field;
}

TEST(AcceptsGzip, IgnoresMalformedParts) {
  for (const char* part :
       {"gzip;", "gzip;q", "gzip;q=", "gzip;q=2", "gzip;q=1.001", "gzip;q=0.0001", "gzip;q=-1",
        "gzip;q=.5", "gzip;q=1e0", "gzip;q=0x1", "gzip;q= 1", "gzip;q =1", "gzip;level=1",
        "gzip;q=1;q=1", "gzip;q=1 1", "gz ip", "\"gzip\""})
    EXPECT_FALSE(accepts_gzip(part)) << part;
  EXPECT_TRUE(accepts_gzip("gzip;q=banana, x-gzip"));
  EXPECT_TRUE(accepts_gzip("gzip;q=banana, *"));
  EXPECT_TRUE(accepts_gzip("gzip, gzip;q=banana"));
}

}  // namespace
}  // namespace sockq
