#include <gtest/gtest.h>

#include "http/cookie.hpp"

namespace http_cookie_test {
namespace {

using http::cookie_value;

TEST(Cookie, IsFoundByItsWholeName) {
  EXPECT_EQ(cookie_value("a=1; livros=2; b=3", "livros"), "2");
  EXPECT_EQ(cookie_value("xlivros=1;livros=2", "livros"), "2");
  EXPECT_EQ(cookie_value("livros=a=b", "livros"), "a=b");
  EXPECT_EQ(cookie_value("livros=1; livros=2", "livros"), "1");
}

TEST(Cookie, IsAbsentOtherwise) {
  EXPECT_EQ(cookie_value("", "livros").data(), nullptr);
  EXPECT_EQ(cookie_value("livros; Livros=1", "livros").data(), nullptr);
}

}  // namespace
}  // namespace http_cookie_test
