#include <gtest/gtest.h>

#include "app/http_url.hpp"

namespace app_http_url_test {
namespace {

using app::HttpUrl;

TEST(HttpUrl, HostPortAndTargetAreTakenApart) {
  const auto url = HttpUrl::parse("http://127.0.0.1:8080/readyz?a=1#x");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "127.0.0.1");
  EXPECT_EQ(url->port, "8080");
  EXPECT_EQ(url->authority, "127.0.0.1:8080");
  EXPECT_EQ(url->target, "/readyz?a=1");
}

TEST(HttpUrl, WhatIsLeftOutHasDefaults) {
  const auto url = HttpUrl::parse("http://example.org");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->port, "80");
  EXPECT_EQ(url->target, "/");
  EXPECT_EQ(HttpUrl::parse("http://example.org?x")->target, "/?x");
}

TEST(HttpUrl, BracketsBelongToTheHostFieldOnly) {
  const auto url = HttpUrl::parse("http://[::1]:8080/");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "::1");
  EXPECT_EQ(url->authority, "[::1]:8080");
  EXPECT_EQ(HttpUrl::parse("http://[::1]")->port, "80");
}

TEST(HttpUrl, WhatAPlainSocketCannotAskIsRefused) {
  for (const char* const text :
       {"", "http://", "http:///readyz", "https://127.0.0.1/", "127.0.0.1:8080", "http://a:/",
        "http://a:0/", "http://a:65536/", "http://a:8x/", "http://:80/", "http://[::1/",
        "http://[]/", "http://[::1]x:80/", "http://me@a/", "http://a/b c", "http://a/\r\nX: y",
        "http://a/\xc3\xa9"}) {
    EXPECT_FALSE(HttpUrl::parse(text)) << text;
  }
}

}  // namespace
}  // namespace app_http_url_test
