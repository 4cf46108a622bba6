#include <gtest/gtest.h>

#include "support/api.hpp"

namespace api_robots_test {
namespace {

using http::Header;
using support::Api;

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST(Robots, KeepsCrawlersOutOfFacets) {
  Api api;
  const auto answer = api.get("/robots.txt", {{Header::host, "localhost"}});
  EXPECT_TRUE(holds(answer.body, "Disallow: /busca?\n"));
  EXPECT_TRUE(holds(answer.body, "Sitemap: http://localhost/sitemap.xml\n"));
  for (const std::string path : {"/livros", "/oai", "/sru", "/opds", "/exportar"}) {
    EXPECT_TRUE(holds(answer.body, "Disallow: " + path + "\n")) << path;
  }
}

TEST(Robots, AndSitemapsSayNothingWhereReadingNeedsAKey) {
  api::AccessRules rules;
  rules.auth = api::AccessRules::Auth::keys;
  rules.reads = api::AccessRules::Reads::keyed;
  Api api({.access = rules});
  EXPECT_EQ(api.get("/robots.txt").body, "User-agent: *\nDisallow: /\n");
  EXPECT_EQ(api.get("/sitemap.xml").status, 404U);
  EXPECT_EQ(api.get("/sitemap/1").status, 404U);
}

}  // namespace
}  // namespace api_robots_test
