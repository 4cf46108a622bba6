#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "web/assets.hpp"
#include "web/layout.hpp"
#include "web/policy.hpp"

namespace web_layout_test {
namespace {

using web::Html;

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::string page_of(const web::View& view, const web::Page& page = {.title = "Um <título>"}) {
  return web::document_of(view, page, [](Html& html) { html.raw("<h1>").text("oi").raw("</h1>"); });
}

TEST(Layout, BeginsWithTheSkipLinkAndHasOneMain) {
  const std::string page = page_of({});
  EXPECT_LT(page.find(R"(href="#conteudo")"), page.find("<header"));
  EXPECT_TRUE(holds(page, R"(<main id="conteudo" tabindex="-1"><div class="largura"><h1>oi)"));
  EXPECT_TRUE(holds(page, "<title>Um &lt;título&gt; · API Livros</title>"));
  EXPECT_TRUE(holds(page, R"(role="status" data-testid="aviso")"));
}

TEST(Layout, SpeaksTheLanguageOfItsReader) {
  EXPECT_TRUE(holds(page_of({}), R"(<html lang="pt-BR">)"));
  const web::View english{.language = catalog::Language::english, .query = "q=a&amp;&"};
  const std::string page = page_of(english);
  EXPECT_TRUE(holds(page, R"(<html lang="en">)"));
  EXPECT_TRUE(holds(page, R"(href="?q=a&amp;amp;&amp;lang=pt-BR" hreflang="pt-BR")"));
}

TEST(Layout, WritesTheThemeThatWasChosen) {
  EXPECT_FALSE(holds(page_of({}), "data-tema="));
  EXPECT_TRUE(holds(page_of({.theme = web::Theme::dark}), R"(data-tema="escuro")"));
  EXPECT_TRUE(holds(page_of({.theme = web::Theme::light}), R"(data-tema="claro")"));
}

TEST(Layout, LoadsStylesAndModulesWithAllThatTheyImport) {
  const std::string page = page_of({}, {.scripts = {"leitor.js"}});
  EXPECT_TRUE(holds(page, R"(<link rel="stylesheet" href="/s/estilo.)"));
  EXPECT_TRUE(holds(page, R"(<script type="module" src="/s/leitor.)"));
  for (const std::string_view import : web::asset_named("leitor.js")->imports) {
    EXPECT_TRUE(holds(page, import)) << import;
  }
}

TEST(Layout, TellsSearchEnginesWhatIsForThem) {
  EXPECT_TRUE(holds(page_of({}), "noindex"));
  const std::string page =
      page_of({}, {.indexed = web::Indexed::yes, .canonical = "/livro/7", .description = "d"});
  EXPECT_FALSE(holds(page, "noindex"));
  EXPECT_TRUE(holds(page, R"(<link rel="canonical" href="/livro/7">)"));
}

TEST(Assets, HaveAddressesThatNameTheirContent) {
  for (const web::Asset& asset : web::assets()) {
    EXPECT_EQ(web::asset_at(asset.file), &asset);
    EXPECT_EQ(asset.address, "/s/" + std::string(asset.file));
    constexpr std::size_t worth_it = 1024;
    if (asset.bytes > worth_it) {
      EXPECT_LT(asset.zstd.size(), asset.bytes) << asset.name;
    }
  }
  EXPECT_EQ(web::asset_at("estilo.css"), nullptr);
  EXPECT_EQ(web::asset_named("nada.css"), nullptr);
}

TEST(Policy, RunsNothingThatIsNotOfThisServer) {
  for (const auto policy : {web::Policy::page, web::Policy::scanner, web::Policy::docs}) {
    const std::string lines(web::policy_lines(policy));
    EXPECT_TRUE(holds(lines, "default-src 'none'"));
    EXPECT_TRUE(holds(lines, "frame-ancestors 'none'"));
    EXPECT_FALSE(holds(lines, "unsafe-inline"));
    EXPECT_FALSE(holds(lines, "'unsafe-eval'"));
  }
  EXPECT_TRUE(holds(std::string(web::policy_lines(web::Policy::page)), "trusted-types livros"));
}

}  // namespace
}  // namespace web_layout_test
