#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "api/endpoints/openapi_document.hpp"
#include "support/api.hpp"
#include "web/assets.hpp"
#include "web/docs_page.hpp"

namespace api_docs_page_test {
namespace {

using http::Header;
using support::Api;

constexpr std::size_t compressed_bytes_max = std::size_t{450} * 1024;

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> operations() {
  const std::string yaml(api::openapi_yaml());
  const std::regex id("operationId: (\\w+)");
  std::vector<std::string> names;
  for (std::sregex_iterator at(yaml.begin(), yaml.end(), id), end; at != end; ++at) {
    names.push_back((*at)[1]);
  }
  return names;
}

TEST(DocsPage, TellsEveryOperationInBothLanguages) {
  Api api;
  ASSERT_GT(operations().size(), 20U);
  for (const std::string language : {"pt-BR", "en"}) {
    const auto answer = api.get("/docs?lang=" + language);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_TRUE(holds(answer.body, "<html lang=\"" + language + "\">"));
    for (const std::string& name : operations()) {
      EXPECT_TRUE(holds(answer.body, "<article class=\"operacao\" id=\"" + name + "\">")) << name;
    }
  }
  EXPECT_TRUE(holds(api.get("/docs?lang=pt-BR").body, "Cria um livro."));
  EXPECT_FALSE(holds(api.get("/docs?lang=pt-BR").body, "Creates a book."));
  EXPECT_TRUE(holds(api.get("/docs?lang=en").body, "Creates a book."));
}

TEST(DocsPage, HasThePolicyOfThePagesButForTrustedTypes) {
  Api api;
  const auto answer = api.get("/docs");
  const std::string policy = answer.header("Content-Security-Policy");
  EXPECT_TRUE(holds(policy, "default-src 'none'; script-src 'self'; style-src 'self'"));
  EXPECT_FALSE(holds(policy, "unsafe"));
  EXPECT_FALSE(holds(policy, "trusted-types"));
  EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
  EXPECT_FALSE(holds(answer.body, " style=\""));
  EXPECT_FALSE(holds(answer.body, "<style"));
  EXPECT_FALSE(holds(answer.body, "<script>"));
  EXPECT_FALSE(holds(answer.body, "src=\"http"));
}

TEST(DocsPage, CostsNothingWhenItIsKnown) {
  Api api;
  const std::string etag = api.get("/docs").header("ETag");
  EXPECT_TRUE(etag.starts_with("\"docs-"));
  const auto again = api.get("/docs", {{Header::if_none_match, etag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(again.header("Cache-Control"), "no-cache");
  EXPECT_NE(api.get("/docs?lang=en").header("ETag"), etag);
}

TEST(DocsPage, CallsTheServerAsItsReaderDoes) {
  Api api;
  EXPECT_TRUE(holds(api.get("/docs", {{Header::host, "localhost:8080"}}).body,
                    "<code>curl 'http://localhost:8080/livros/4'</code>"));
  const std::string page = web::docs_document({}, "a \x01/livros b \x01/facetas c", "x\"<y>");
  EXPECT_TRUE(holds(page, "a x&quot;&lt;y&gt;/livros b x&quot;&lt;y&gt;/facetas c"));
}

TEST(DocsPage, IsPublicWhereReadingIsNot) {
  Api api(
      {.access = {.auth = api::AccessRules::Auth::keys, .reads = api::AccessRules::Reads::keyed}});
  EXPECT_EQ(api.get("/livros").status, 401);
  EXPECT_EQ(api.get("/docs").status, 200);
}

TEST(DocsPage, LoadsSwaggerUiWhereTheBuildHasIt) {
  Api api;
  const auto answer = api.get("/docs");
  const web::Asset* const program = web::asset_named("swagger-ui.js");
  EXPECT_EQ(holds(answer.body, "id=\"swagger-ui\""), program != nullptr);
  if (program == nullptr) {
    GTEST_SKIP() << "this build could not fetch it";
  }
  EXPECT_TRUE(holds(answer.body, program->address));
  EXPECT_GT(program->bytes, std::size_t{1024} * 1024);
  for (const std::string name :
       {"swagger-ui-licence.txt", "swagger-ui-notice.txt", "swagger-ui-parts.txt"}) {
    ASSERT_NE(web::asset_named(name), nullptr) << name;
    EXPECT_TRUE(holds(answer.body, web::asset_address(name))) << name;
  }
}

TEST(DocsPage, StaysWithinItsBudgetOfBytes) {
  Api api;
  std::size_t bytes = api.get("/docs", {{Header::accept_encoding, "zstd"}}).body.size();
  for (const std::string name :
       {"estilo.css", "docs.css", "docs.js", "leitor.js", "swagger-ui.js", "swagger-ui.css"}) {
    if (const web::Asset* const asset = web::asset_named(name)) {
      bytes += asset->zstd.size();
    }
  }
  EXPECT_GT(bytes, std::size_t{10} * 1024);
  EXPECT_LE(bytes, compressed_bytes_max);
}

}  // namespace
}  // namespace api_docs_page_test
