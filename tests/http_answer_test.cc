#include "exporters/http_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/support/gunzip.h"

namespace sockq {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Pair;

HttpHandler page(std::size_t size) {
  return [size](const HttpRequest&) {
    return HttpResponse{200, "text/plain", std::string(size, 'x'), {}};
  };
}

TEST(Answer, PacksWhereItPaysAndIsAccepted) {
  const HttpResponse packed = answer(page(1000), {"GET", "/", {}}, "gzip");
  EXPECT_THAT(packed.headers, Contains(Pair("Content-Encoding", "gzip")));
  EXPECT_THAT(packed.headers, Contains(Pair("Vary", "Accept-Encoding")));
  EXPECT_EQ(gunzip(packed.body, 2000), std::string(1000, 'x'));
}

TEST(Answer, VariesEvenWhereThisClientTakesNoGzip) {
  const HttpResponse plain = answer(page(1000), {"GET", "/", {}}, "gzip;q=0");
  EXPECT_THAT(plain.headers, testing::ElementsAre(Pair("Vary", "Accept-Encoding")));
  EXPECT_EQ(plain.body, std::string(1000, 'x'));
}

TEST(Answer, LeavesSmallBodiesAlone) {
  const HttpResponse small = answer(page(100), {"GET", "/", {}}, "gzip");
  EXPECT_THAT(small.headers, IsEmpty());
  EXPECT_EQ(small.body, std::string(100, 'x'));
}

TEST(Answer, HeadIsAnsweredLikeGet) {
  const HttpResponse get = answer(page(1000), {"GET", "/", {}}, "gzip");
  const HttpResponse head = answer(page(1000), {"HEAD", "/", {}}, "gzip");
  EXPECT_EQ(head.body, get.body);
  EXPECT_EQ(head.headers, get.headers);
}

TEST(Answer, RefusesOtherMethods) {
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", ""}) {
    const HttpResponse refusal = answer(page(1), {method, "/", {}}, "");
    EXPECT_EQ(refusal.status, 405U) << method;
    EXPECT_THAT(refusal.headers, Contains(Pair("Allow", "GET, HEAD"))) << method;
  }
}

TEST(Answer, TurnsExceptionsIntoOneLine) {
  const HttpHandler fails = [](const HttpRequest&) -> HttpResponse {
    throw std::runtime_error("no snapshot\nsecond line");
  };
  const HttpHandler fails_oddly = [](const HttpRequest&) -> HttpResponse { throw 1; };
  EXPECT_EQ(answer(fails, {"GET", "/", {}}, "").status, 500U);
  EXPECT_EQ(answer(fails, {"GET", "/", {}}, "").body, "internal error: no snapshot\n");
  EXPECT_EQ(answer(fails_oddly, {"GET", "/", {}}, "").status, 500U);
  EXPECT_EQ(answer(fails_oddly, {"GET", "/", {}}, "").body, "internal error\n");
}

}  // namespace
}  // namespace sockq
