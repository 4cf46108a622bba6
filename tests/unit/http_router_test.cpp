#include <gtest/gtest.h>

#include "http/router.hpp"

namespace http_router_test {
namespace {

using http::Method;
using http::Routed;

struct Route {
  Method method;
  std::string_view pattern;
  int number;
};
constexpr auto table = std::to_array<Route>({
    {Method::get, "/", 1},
    {Method::get, "/things", 2},
    {Method::post, "/things", 3},
    {Method::post, "/things/many", 4},
    {Method::get, "/things/{id}", 5},
    {Method::del, "/things/{id}", 6},
    {Method::get, "/things/{id}/parts/{n}", 7},
    {Method::post, "/only-post", 8},
});
constexpr http::Router<Route> router{table};

int found(Method method, std::string_view path) {
  const auto match = router.find(method, path);
  return match.routed == Routed::found ? match.route->number : 0;
}

}  // namespace

TEST(Router, FindsLiteralPathsByMethod) {
  EXPECT_EQ(found(Method::get, "/"), 1);
  EXPECT_EQ(found(Method::get, "/things"), 2);
  EXPECT_EQ(found(Method::post, "/things"), 3);
}

TEST(Router, WorksAtCompileTime) {
  static_assert(router.find(Method::get, "/things/9").route->number == 5);
  static_assert(!http::is_route_pattern("things"));
  static_assert(!http::is_route_pattern("/a{id}"));
  static_assert(!http::is_route_pattern("/{id}b"));
  static_assert(!http::is_route_pattern("/{id"));
  static_assert(http::is_route_pattern("/{a}/{b}/{c}/{d}"));
  static_assert(!http::is_route_pattern("/{a}/{b}/{c}/{d}/{e}"));
}

TEST(Router, HandsOverParametersStillEncoded) {
  const auto match = router.find(Method::get, "/things/a%2Fb/parts/7");
  ASSERT_EQ(match.routed, Routed::found);
  EXPECT_EQ(match.route->number, 7);
  ASSERT_EQ(match.parameters.size(), 2U);
  EXPECT_EQ(match.parameters[0], "a%2Fb");
  EXPECT_EQ(match.parameters[1], "7");
  EXPECT_EQ(match.parameters[2], "");
}

TEST(Router, HeadIsAnsweredByGet) {
  EXPECT_EQ(found(Method::head, "/things/1"), 5);
  EXPECT_EQ(router.find(Method::head, "/only-post").routed, Routed::other_method);
}

TEST(Router, UnknownPathsAreUnknownForEveryMethod) {
  for (const std::string_view path :
       {"", "/thing", "/thingsx", "/things/", "//things", "/things//parts/1", "/things/1/parts",
        "/things/1/parts/", "/things/1/parts/2/", "/Things", "things"}) {
    SCOPED_TRACE(path);
    for (const Method method : {Method::get, Method::del, Method::other, Method::unknown}) {
      EXPECT_EQ(router.find(method, path).routed, Routed::unknown_path);
    }
  }
}

TEST(Router, AKnownPathWithAnotherMethodSaysWhatIsAllowed) {
  EXPECT_EQ(router.find(Method::put, "/things").routed, Routed::other_method);
  EXPECT_EQ(router.allow("/things"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(router.find(Method::options, "/things/1").routed, Routed::other_method);
  EXPECT_EQ(router.allow("/things/1"), "GET, HEAD, DELETE, OPTIONS");
  EXPECT_EQ(router.allow("/only-post"), "POST, OPTIONS");
}

TEST(Router, ALiteralPatternOwnsItsPathBeforeAParameter) {
  EXPECT_EQ(found(Method::post, "/things/many"), 4);
  EXPECT_EQ(router.find(Method::get, "/things/many").routed, Routed::other_method);
  EXPECT_EQ(router.allow("/things/many"), "POST, OPTIONS");
}

TEST(Router, TheAsteriskAllowsWhatAnyPathAllows) {
  EXPECT_EQ(router.find(Method::options, "*").routed, Routed::other_method);
  EXPECT_EQ(router.allow("*"), "GET, HEAD, POST, DELETE, OPTIONS");
}

TEST(Router, AnEscapedLetterEqualsThePlainOneButASlashNeverSeparates) {
  EXPECT_EQ(found(Method::get, "/%74hing%73"), 2);
  EXPECT_EQ(found(Method::get, "%2Fthings"), 0);
  EXPECT_EQ(found(Method::get, "/things%2F1"), 0);
  EXPECT_EQ(found(Method::get, "/thing%7"), 0);
  EXPECT_EQ(found(Method::get, "/thing%7g"), 0);
}

}  // namespace http_router_test
