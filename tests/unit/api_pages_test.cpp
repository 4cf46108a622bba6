#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/api.hpp"
#include "web/assets.hpp"

namespace api_pages_test {
namespace {

using http::Header;
using support::Api;
using support::Fields;

constexpr std::string_view browser =
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

support::Answer browse(Api& api, const std::string& target, Fields fields = {}) {
  fields.emplace_back(Header::accept, std::string(browser));
  return api.get(target, fields);
}

std::size_t count_of(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

// ---- which of both

TEST(StartPage, IsHtmlOnlyForWhoNamesIt) {
  Api api;
  api.store.put(support::named("x"));
  for (const std::string accept : {"", "*/*", "application/json", "application/*",
                                   "application/json, text/html;q=0.5", "text/html;q=0, */*"}) {
    const auto answer = api.get("/", {{Header::accept, accept}});
    EXPECT_EQ(answer.header("Content-Type"), "application/json; charset=utf-8") << accept;
  }
  for (const std::string_view accept :
       {browser, std::string_view("text/html"), std::string_view("application/json, text/html")}) {
    const auto answer = api.get("/", {{Header::accept, std::string(accept)}});
    EXPECT_EQ(answer.header("Content-Type"), "text/html; charset=utf-8") << accept;
    EXPECT_TRUE(holds(answer.header("Vary"), "Accept,"));
  }
}

TEST(Pages, AreHtmlWhateverAcceptSaysAndTheApiNever) {
  Api api;
  api.store.put(support::named("x"));
  for (const std::string accept : {"", "*/*", "application/json", "image/*"}) {
    for (const std::string target : {"/busca", "/livro/1", "/livro/1/historia", "/livro/9"}) {
      EXPECT_EQ(api.get(target, {{Header::accept, accept}}).header("Content-Type"),
                "text/html; charset=utf-8")
          << target << ' ' << accept;
    }
  }
  EXPECT_EQ(browse(api, "/livros/1").header("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(browse(api, "/livros/9").header("Content-Type"), "application/problem+json");
  EXPECT_EQ(browse(api, "/livros/1/nada").header("Content-Type"), "application/problem+json");
}

TEST(Pages, HaveOnePolicyAndNothingInline) {
  Api api;
  api.store.put(support::named("x"));
  for (const std::string target : {"/", "/busca?q=x", "/livro/1", "/livro/1/historia", "/nada"}) {
    const auto answer = browse(api, target);
    EXPECT_TRUE(holds(answer.header("Content-Security-Policy"), "default-src 'none'")) << target;
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff") << target;
    EXPECT_EQ(answer.header("Referrer-Policy"), "same-origin") << target;
    EXPECT_FALSE(holds(answer.body, R"( style=")")) << target;
    EXPECT_FALSE(holds(answer.body, "<style")) << target;
    EXPECT_EQ(count_of(answer.body, "<script"),
              count_of(answer.body, R"(<script type="module" src="/s/)") +
                  count_of(answer.body, R"(<script type="application/ld+json">)"))
        << target;
    EXPECT_EQ(count_of(answer.body, "<h1"), 1U) << target;
  }
}

// ---- search

TEST(SearchPage, RefusesWhatTheListRefuses) {
  Api api;
  for (const std::string query : {"limite=0", "nada=1", "ano=x", "ordem=cor", "q=a&q=b", "cursor=x",
                                  "fragmento=2", "q=%FF"}) {
    const auto answer = browse(api, "/busca?" + query);
    EXPECT_EQ(answer.status, 400) << query;
    EXPECT_TRUE(holds(answer.body, R"(data-testid="erro")")) << query;
  }
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(SearchPage, EscapesWhatWasAskedFor) {
  Api api;
  api.store.put(support::named("<script>alert(1)</script>", R"("><img src=x>)"));
  const auto answer = browse(api, "/busca?q=%3Cscript%3E%22onload");
  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(holds(answer.body, "<script>"));
  EXPECT_FALSE(holds(answer.body, "<img"));
  EXPECT_TRUE(holds(answer.body, R"(value="&lt;script&gt;&quot;onload")"));
}

TEST(SearchPage, ShowsTwentyUnlessToldOtherwiseAndLeadsOn) {
  Api api;
  for (int i = 0; i < 25; ++i) {
    api.store.put(support::named("Livro " + std::to_string(i)));
  }
  const auto answer = browse(api, "/busca");
  EXPECT_EQ(count_of(answer.body, R"(data-testid="resultado")"), 20U);
  EXPECT_TRUE(holds(answer.body, "25 livros no catálogo"));
  EXPECT_TRUE(holds(answer.body, R"(data-testid="proxima" href="/busca?cursor=)"));
  EXPECT_EQ(count_of(browse(api, "/busca?limite=7").body, R"(data-testid="resultado")"), 7U);
}

TEST(SearchPage, GivesTheListAloneAsAFragment) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const auto answer = browse(api, "/busca?q=casmurro&fragmento=1");
  EXPECT_TRUE(
      answer.body.starts_with(R"(<p id="resumo" data-ordem="Relevância">1 livro para “casmurro”)"))
      << answer.body.substr(0, 200);
  EXPECT_TRUE(holds(answer.body, "Dom <mark>Casmurro</mark>"));
  EXPECT_FALSE(holds(answer.body, "<html"));
}

TEST(SearchPage, SaysHowItWasFound) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const auto said = [&](search::SearchStage stage, std::vector<std::string> ignored = {}) {
    api.store.search_note = {};
    api.store.search_note.stage = stage;
    api.store.search_note.ignored = std::move(ignored);
    static int asked = 0;
    return browse(api, "/busca?q=casmurro&limite=" + std::to_string(++asked)).body;
  };
  EXPECT_TRUE(holds(said(search::SearchStage::exact), "1 livro para “casmurro”</p>"));
  EXPECT_TRUE(holds(said(search::SearchStage::family), "também em outras grafias"));
  EXPECT_TRUE(holds(said(search::SearchStage::approximate), "parecidos com o que foi digitado"));
  EXPECT_TRUE(holds(said(search::SearchStage::partial, {"capitu"}), "sem “capitu”"));
  api.store.search_note = {search::SearchStage::approximate, "dom casmurro", {}};
  const auto answer = browse(api, "/busca?q=casmuro");
  EXPECT_TRUE(holds(answer.body, R"(href="/busca?q=dom%20casmurro">dom casmurro</a>)"));
  EXPECT_TRUE(holds(answer.body, "<mark>Dom</mark> <mark>Casmurro</mark>"));
}

TEST(SearchPage, LinksFacetsThatCanBeAskedFor) {
  Api api;
  api.store.put(support::named("x"));
  search::Facets facets;
  facets.counts = {{search::Facet::author, {{"Assis, Machado de", 2}, {"—", 1}}},
                   {search::Facet::language, {{"pt-BR", 3}}}};
  api.store.search_answer = facets;
  const auto answer = browse(api, "/busca?ano=1899");
  EXPECT_TRUE(holds(answer.body, R"(href="/busca?ano=1899&amp;autor=Assis%2C%20Machado%20de")"));
  EXPECT_TRUE(holds(answer.body, "português (Brasil)"));
  EXPECT_FALSE(holds(answer.body, "autor=%E2%80%94"));
  EXPECT_TRUE(holds(answer.body, R"(data-testid="filtro-ativo" rel="nofollow" href="/busca")"));
  EXPECT_TRUE(holds(answer.body, "noindex"));
}

TEST(SearchPage, WelcomesToAnEmptyCatalogue) {
  Api api;
  const auto answer = browse(api, "/", {{Header::host, "livros.localhost:81"}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(holds(answer.body, R"(data-testid="vazio")"));
  EXPECT_TRUE(holds(answer.body, "http://livros.localhost:81/livros"));
  EXPECT_TRUE(holds(answer.body, R"(href="/importar">Importar um arquivo</a>)"));
  EXPECT_TRUE(holds(browse(api, "/acervo").body, R"(href="/importar">Importar um arquivo</a>)"));
  EXPECT_TRUE(holds(browse(api, "/acervo?q=x").body, R"(data-testid="nada")"));
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  EXPECT_TRUE(holds(browse(api, "/busca?q=x").body, R"(data-testid="nada")"));
}

// ---- a book

catalog::BookFields whole_book() {
  catalog::BookFields fields = support::named("Dom <Casmurro>");
  fields.subtitle = "romance";
  fields.isbn = catalog::Isbn::parse("9788508072736");
  fields.publisher = "Garnier";
  fields.year = 1899;
  fields.language = "pt-BR";
  fields.subjects = {"Literatura brasileira -- Ficção"};
  fields.synopsis = "</script><script>alert(1)</script>";
  fields.cover = "https://capas.example/1.jpg";
  return fields;
}

TEST(BookPage, ShowsTheRecordAndWhatMachinesRead) {
  Api api;
  api.store.put(whole_book());
  const auto answer = browse(api, "/livro/1");
  EXPECT_EQ(answer.status, 200);
  for (const std::string part :
       {R"(data-testid="livro" data-id="1" data-versao="1")", "<h1>Dom &lt;Casmurro&gt;</h1>",
        R"(<dd data-campo="isbn">9788508072736</dd>)", "Literatura brasileira › Ficção",
        R"(<link rel="canonical" href="/livro/1">)",
        R"(<link rel="alternate" type="application/json" href="/livros/1">)",
        R"(<meta property="og:image" content="https://capas.example/1.jpg">)",
        R"(class="Z3988" title="ctx_ver=Z39.88-2004&amp;)", R"(referrerpolicy="no-referrer")",
        R"("isbn":"9788508072736")", R"("datePublished":"1899")"}) {
    EXPECT_TRUE(holds(answer.body, part)) << part;
  }
  EXPECT_EQ(count_of(answer.body, "</script><script>"), 0U);
  EXPECT_TRUE(holds(answer.body, "\\u003c/script>"));
}

TEST(BookPage, IsGoneOrNeverThereWithAWayBack) {
  Api api;
  api.store.put(support::named("x"));
  api.remove("/livros/1");
  const auto gone = browse(api, "/livro/1");
  EXPECT_EQ(gone.status, 410);
  EXPECT_TRUE(holds(gone.body, "Este livro foi excluído."));
  EXPECT_TRUE(holds(gone.body, R"(href="/livro/1/historia")"));
  for (const std::string target : {"/livro/2", "/livro/abc", "/livro/01", "/livro/1/x", "/nada"}) {
    const auto answer = browse(api, target);
    EXPECT_EQ(answer.status, 404) << target;
    EXPECT_TRUE(holds(answer.body, R"(href="/")")) << target;
  }
}

TEST(BookPage, OfNoBookIsNotUnchangedWhateverIsKnown) {
  Api api;
  EXPECT_EQ(browse(api, "/livro/999", {{Header::if_none_match, "*"}}).status, 404);
  EXPECT_EQ(browse(api, "/busca", {{Header::if_none_match, "*"}}).status, 304);
}

TEST(BookJson, LeadsToThePage) {
  Api api;
  api.store.put(support::named("x"));
  EXPECT_EQ(api.get("/livros/1").header("Link"),
            R"(</livro/1>; rel="alternate"; type="text/html")");
}

TEST(HistoryPage, ShowsWhatEachVersionChangedNewestFirst) {
  Api api;
  api.store.put(support::named("Velho"));
  api.patch("/livros/1", R"({"título":"Novo","editora":"Ática"})");
  const auto answer = browse(api, "/livro/1/historia");
  EXPECT_LT(answer.body.find(R"(data-versao="2")"), answer.body.find(R"(data-versao="1")"));
  EXPECT_TRUE(holds(answer.body, "<del>Velho</del> → <ins>Novo</ins>"));
  EXPECT_TRUE(holds(answer.body, "— → <ins>Ática</ins>"));
  api.post("/livros/1/restaurar", R"({"versao":1})");
  EXPECT_TRUE(holds(browse(api, "/livro/1/historia").body, "<del>Ática</del> → —"));
}

TEST(HistoryPage, ComesInPartsAndIsThereForDeletedBooks) {
  Api api;
  api.store.put(support::named("Título 1"));
  for (int i = 2; i <= 120; ++i) {
    api.patch("/livros/1", R"({"título":"Título )" + std::to_string(i) + R"("})");
  }
  const auto first = browse(api, "/livro/1/historia");
  EXPECT_EQ(count_of(first.body, "<li data-versao="), 50U);
  EXPECT_TRUE(holds(first.body, "<del>Título 70</del> → <ins>Título 71</ins>"));
  EXPECT_TRUE(holds(first.body, R"(href="/livro/1/historia?ate=70")"));
  const auto second = browse(api, "/livro/1/historia?ate=70");
  EXPECT_TRUE(holds(second.body, "<del>Título 69</del> → <ins>Título 70</ins>"));
  EXPECT_FALSE(holds(second.body, "versão atual"));
  api.remove("/livros/1");
  EXPECT_TRUE(holds(browse(api, "/livro/1/historia").body, "Versão 121: excluído"));
  EXPECT_EQ(browse(api, "/livro/1/historia?ate=0").status, 400);
}

// ---- table, print, status

TEST(HoldingsPage, IsATableThatOrdersByItsHeadings) {
  Api api;
  api.store.put(whole_book());
  const auto answer = browse(api, "/acervo?q=dom&ordem=titulo");
  EXPECT_TRUE(holds(answer.body, R"(<tr role="row" data-id="1" aria-selected="false">)"));
  EXPECT_TRUE(holds(answer.body, R"(aria-sort="ascending")"));
  EXPECT_TRUE(holds(answer.body, R"(href="/acervo?q=dom&amp;ordem=-titulo")"));
  EXPECT_EQ(browse(api, "/acervo?nada=1").status, 400);
  EXPECT_EQ(browse(api, "/acervo?q=dom&ordem=titulo").came, support::Answer::Came::prepared);
}

TEST(HoldingsPage, TellsTheScriptWhereAllOfTheSearchIs) {
  Api api;
  api.store.put(whole_book());
  const auto whole = browse(api, "/acervo?q=dom&limite=1");
  EXPECT_TRUE(holds(whole.body, R"(<div data-busca="/livros?q=dom" data-total="1">)"));
  EXPECT_TRUE(holds(whole.body, R"(data-testid="barra-selecao" hidden)"));
  const auto fragment = browse(api, "/acervo?q=dom&limite=1&fragmento=1");
  EXPECT_TRUE(fragment.body.starts_with(R"(<p id="resumo">1 livro para)"));
  EXPECT_TRUE(holds(fragment.body, R"(<tr role="row" data-id="1")"));
  EXPECT_FALSE(holds(fragment.body, "barra-selecao"));
}

TEST(SearchPages, LeadToTheSameBooksAsFiles) {
  Api api;
  api.store.put(whole_book());
  const std::string csv = R"(href="/exportar?q=dom&amp;formato=csv")";
  EXPECT_TRUE(holds(browse(api, "/busca?q=dom&ordem=titulo&limite=1").body, csv));
  EXPECT_TRUE(holds(browse(api, "/acervo?q=dom&ordem=titulo&limite=1").body, csv));
  Api empty;
  EXPECT_FALSE(holds(browse(empty, "/busca?q=nada").body, "/exportar"));
}

TEST(DuplicatesPage, NamesTheFieldsForItsScript) {
  Api api;
  const auto answer = browse(api, "/duplicados?lang=en");
  EXPECT_TRUE(holds(answer.body, R"(<li data-campo="título">Title</li>)"));
  EXPECT_TRUE(holds(answer.body, R"(data-testid="grupos")"));
  EXPECT_EQ(browse(api, "/duplicados?nada=1").status, 400);
}

TEST(PrintPage, MakesCardLabelAndCodeOfEachBook) {
  Api api;
  api.store.put(whole_book());
  api.store.put(support::named("Sem ISBN", "Ávila, Ana"));
  const auto answer = browse(api, "/imprimir?ids=1,2");
  EXPECT_EQ(count_of(answer.body, R"(<article class="ficha">)"), 2U);
  EXPECT_EQ(count_of(answer.body, R"(<svg class="barras")"), 2U);
  EXPECT_TRUE(holds(answer.body, "ISBN 978-85-08-07273-6"));
  EXPECT_TRUE(holds(answer.body, "<span>AVI</span>"));
  EXPECT_TRUE(holds(answer.body, R"(aria-label="2")"));
  for (const std::string query : {"", "?ids=", "?ids=0", "?ids=1,x", "?id=1"}) {
    EXPECT_EQ(browse(api, "/imprimir" + query).status, 400) << query;
  }
}

TEST(StatusPage, TellsHowTheServiceIs) {
  Api api;
  api.store.put(support::named("x"));
  api.metrics.gauge({"livros_write_queue", ""}).set(3);
  const auto answer = browse(api, "/estado");
  EXPECT_TRUE(holds(answer.body, "no ar"));
  EXPECT_TRUE(holds(answer.body, R"(data-testid="fila"><dt>Escritas à espera</dt><dd>3</dd>)"));
  EXPECT_TRUE(
      holds(answer.body, R"(data-testid="sequencia"><dt>Sequência do catálogo</dt><dd>1<)"));
  EXPECT_FALSE(holds(answer.body, R"(data-testid="chaves")"));
  api.store.state = search::Health::unavailable;
  const auto fragment = browse(api, "/estado?fragmento=1");
  EXPECT_TRUE(fragment.body.starts_with(R"(<dl class="numeros")"));
  EXPECT_TRUE(holds(fragment.body, "sem o banco de dados"));
}

// ---- language and theme

TEST(Pages, SpeakTheLanguageOfTheAddressThenTheCookieThenTheBrowser) {
  Api api;
  api.store.put(support::named("x"));
  const auto lang_of = [&](const std::string& target, const Fields& fields) {
    const std::string body = browse(api, target, fields).body;
    return holds(body, R"(<html lang="en")") ? "en" : "pt-BR";
  };
  const Fields english{{Header::accept_language, "en"}};
  const Fields cookie{{Header::accept_language, "en"},
                      {Header::cookie, "a=b; livros_idioma=pt-BR"}};
  EXPECT_EQ(lang_of("/busca", {}), std::string("pt-BR"));
  EXPECT_EQ(lang_of("/busca", english), std::string("en"));
  EXPECT_EQ(lang_of("/busca", cookie), std::string("pt-BR"));
  EXPECT_EQ(lang_of("/busca?lang=en", cookie), std::string("en"));
  const auto chosen = browse(api, "/busca?lang=en&tema=escuro");
  EXPECT_EQ(
      chosen.all("Set-Cookie"),
      (std::vector<std::string>{"livros_idioma=en; Path=/; Max-Age=31536000; SameSite=Lax",
                                "livros_tema=escuro; Path=/; Max-Age=31536000; SameSite=Lax"}));
  EXPECT_TRUE(holds(chosen.body, R"(data-tema="escuro")"));
  EXPECT_TRUE(holds(browse(api, "/busca", {{Header::cookie, "livros_tema=claro"}}).body,
                    R"(data-tema="claro")"));
}

// ---- kept pages

TEST(Pages, AreKeptByLanguageAndThemeUntilSomethingChanges) {
  Api api;
  api.store.put(support::named("Primeiro"));
  for (const std::string target : {"/", "/busca?q=primeiro", "/livro/1"}) {
    const auto first = browse(api, target);
    const auto again = browse(api, target);
    EXPECT_EQ(again.came, support::Answer::Came::prepared) << target;
    EXPECT_EQ(again.body, first.body) << target;
    const auto english = browse(api, target, {{Header::accept_language, "en"}});
    EXPECT_EQ(english.came, support::Answer::Came::made) << target;
    EXPECT_NE(english.header("ETag"), first.header("ETag")) << target;
    const auto unchanged = browse(api, target, {{Header::if_none_match, first.header("ETag")}});
    EXPECT_EQ(unchanged.status, 304) << target;
  }
  const auto before = browse(api, "/livro/1");
  api.patch("/livros/1", R"({"título":"Segundo"})");
  const auto after = browse(api, "/livro/1", {{Header::if_none_match, before.header("ETag")}});
  EXPECT_EQ(after.status, 200);
  EXPECT_TRUE(holds(after.body, "Segundo"));
}

TEST(Pages, AreNoListsInTheCache) {
  Api api;
  api.store.put(support::named("x"));
  const auto html = browse(api, "/");
  const auto json = api.get("/");
  EXPECT_EQ(json.header("Content-Type"), "application/json; charset=utf-8");
  EXPECT_EQ(browse(api, "/").header("Content-Type"), html.header("Content-Type"));
}

TEST(Pages, AreMadeAnewWhereTheSequenceIsNotKnown) {
  Api api;
  api.store.tells_sequence = false;
  api.store.put(support::named("x"));
  EXPECT_EQ(browse(api, "/busca").came, support::Answer::Came::made);
  EXPECT_EQ(browse(api, "/busca").came, support::Answer::Came::made);
}

TEST(Pages, TellInHtmlThatTheStoreIsAway) {
  Api api;
  api.store.put(support::named("x"));
  api.store.read_refusal = catalog::problem::of(catalog::ProblemCode::storage_unavailable);
  const auto answer = browse(api, "/livro/1");
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.header("Content-Type"), "text/html; charset=utf-8");
  EXPECT_NE(answer.header("Retry-After"), "");
}

// ---- for crawlers

TEST(Sitemap, ListsLivingBooksInFilesOfChanges) {
  Api api;
  api.store.put(support::named("a"));
  api.store.put(support::named("b"));
  api.remove("/livros/1");
  const Fields host{{Header::host, "localhost"}};
  EXPECT_TRUE(holds(api.get("/sitemap.xml", host).body, "<loc>http://localhost/sitemap/1</loc>"));
  const auto file = api.get("/sitemap/1", host);
  EXPECT_TRUE(holds(file.body, "<loc>http://localhost/livro/2</loc><lastmod>"));
  EXPECT_FALSE(holds(file.body, "/livro/1<"));
  EXPECT_EQ(api.get("/sitemap/0").status, 404);
  EXPECT_FALSE(holds(api.get("/sitemap/2", host).body, "<url>"));
}

}  // namespace
}  // namespace api_pages_test
