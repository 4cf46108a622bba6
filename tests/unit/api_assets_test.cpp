#include <gtest/gtest.h>

#include <string>

#include "http/compression.hpp"
#include "support/api.hpp"
#include "web/assets.hpp"

namespace api_assets_test {
namespace {

using http::Header;
using support::Api;

std::string style() { return std::string(web::asset_address("estilo.css")); }

TEST(Asset, IsSentAsItWasCompressedAndKeptForEver) {
  Api api;
  const web::Asset& asset = *web::asset_named("estilo.css");
  for (const std::string coding : {"gzip", "zstd"}) {
    const auto answer = api.get(style(), {{Header::accept_encoding, coding}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.all("Content-Encoding"), std::vector{coding});
    EXPECT_EQ(answer.body, coding == "gzip" ? asset.gzip : asset.zstd);
    EXPECT_EQ(answer.header("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(answer.header("Content-Type"), "text/css; charset=utf-8");
  }
}

TEST(Asset, IsPlainForWhoTakesNoCoding) {
  Api api;
  const auto answer = api.get(style());
  EXPECT_EQ(answer.header("Content-Encoding"), "");
  EXPECT_EQ(answer.body.size(), web::asset_named("estilo.css")->bytes);
  EXPECT_NE(answer.body.find(":root"), std::string::npos);
}

TEST(Asset, WithoutAnEmbeddedGzipIsCompressedForWhoTakesNothingElse) {
  Api api;
  for (const web::Asset& asset : web::assets()) {
    const auto answer = api.get(std::string(asset.address), {{Header::accept_encoding, "gzip"}});
    EXPECT_EQ(answer.all("Content-Encoding"), std::vector<std::string>{"gzip"}) << asset.name;
    EXPECT_LT(answer.body.size(), asset.bytes + 64) << asset.name;
    EXPECT_TRUE(answer.body.starts_with("\x1f\x8b")) << asset.name;
  }
}

TEST(Asset, AskedForAgainIsUnchanged) {
  Api api;
  const auto first = api.get(style(), {{Header::accept_encoding, "gzip"}});
  const auto again = api.get(
      style(), {{Header::accept_encoding, "gzip"}, {Header::if_none_match, first.header("ETag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
}

TEST(Asset, OfAnotherReleaseIsNotThere) {
  Api api;
  EXPECT_EQ(api.get("/s/estilo.0000000000.css").status, 404);
  EXPECT_EQ(api.get("/s/estilo.css").status, 404);
}

}  // namespace
}  // namespace api_assets_test
