// The feeds of OPDS over a fake store: which form, what each holds, where its links lead.
#include <gtest/gtest.h>

#include <algorithm>

#include "support/api.hpp"

namespace api_opds_test {
namespace {

using http::Header;
using search::Facet;
using support::Answer;
using support::Api;
using support::json_at;
using support::problem_in;

constexpr std::string_view navigation_type =
    "application/atom+xml;profile=opds-catalog;kind=navigation";
constexpr std::string_view acquisition_type =
    "application/atom+xml;profile=opds-catalog;kind=acquisition";

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

catalog::Link link(std::string url, std::optional<catalog::LinkRelation> relation,
                   std::string type = {}) {
  return {std::move(url), std::move(type), relation, {}};
}

catalog::BookFields whole_book() {
  catalog::BookFields fields = support::named("Dom Casmurro");
  fields.contributors = {{"Machado de Assis", "aut"}, {"Ana <Lima>", "trl"}};
  fields.isbn = catalog::Isbn::parse("9788508072736");
  fields.publisher = "Garnier";
  fields.year = 1899;
  fields.language = "pt-BR";
  fields.pages = 256;
  fields.subjects = {"Romance & crítica"};
  fields.tags = {"vestibular"};
  fields.series = catalog::Series{"Clássicos", "3"};
  fields.synopsis = "Bento conta.";
  fields.cover = "https://capas.exemplo/dom.JPG?x=1";
  return fields;
}

Answer get(Api& api, const std::string& target, std::string_view accept = {}) {
  return accept.empty() ? api.get(target)
                        : api.get(target, {{Header::accept, std::string(accept)}});
}

// The value of a link of a publication or feed, by its relation; "" when there is none.
std::string link_of(const std::string& json, const std::string& list, std::string_view relation,
                    const std::string& member = "href") {
  for (int i = 0; i < 40; ++i) {
    const std::string at = list + "/" + std::to_string(i);
    if (json_at(json, at).empty()) {
      return {};
    }
    if (json_at(json, at + "/rel") == relation) {
      return json_at(json, at + "/" + member);
    }
  }
  return {};
}

TEST(Opds, TheRootIsJsonUnlessAcceptPrefersAtomOrThePathNamesIt) {
  Api api;
  api.store.put(support::named("x"));
  for (const std::string_view accept :
       {"", "*/*", "application/json", "application/opds+json", "text/html,*/*;q=0.8",
        "application/atom+xml;q=0.5,application/opds+json", "image/png"}) {
    EXPECT_EQ(get(api, "/opds", accept).header("Content-Type"), "application/opds+json") << accept;
  }
  EXPECT_EQ(get(api, "/opds", "application/atom+xml").header("Content-Type"), navigation_type);
  EXPECT_EQ(get(api, "/opds/v1.2", "application/opds+json").header("Content-Type"),
            navigation_type);
  EXPECT_EQ(get(api, "/opds").header("Vary"), "Accept, Accept-Encoding, Accept-Language");
}

TEST(Opds, EachFormNamesTheOtherAndEveryWay) {
  Api api;
  api.store.put(support::named("x"));
  const std::string json = get(api, "/opds").body;
  EXPECT_EQ(link_of(json, "/links", "self"), "/opds");
  EXPECT_EQ(link_of(json, "/links", "alternate"), "/opds/v1.2");
  EXPECT_EQ(link_of(json, "/links", "alternate", "type"), navigation_type);
  EXPECT_EQ(link_of(json, "/links", "search"), "/opds/busca{?query}");
  EXPECT_EQ(link_of(json, "/links", "search", "templated"), "true");
  const std::string atom = get(api, "/opds/v1.2").body;
  EXPECT_TRUE(holds(atom, R"(<link rel="alternate" href="/opds" type="application/opds+json"/>)"));
  const std::vector<std::string> lists{"novidades", "titulos", "autores",
                                       "assuntos",  "idiomas", "etiquetas"};
  for (std::size_t i = 0; i < lists.size(); ++i) {
    EXPECT_EQ(json_at(json, "/navigation/" + std::to_string(i) + "/href"), "/opds/" + lists[i]);
    // A navigation feed marked as books makes readers download it.
    const std::string type(i < 2 ? acquisition_type : navigation_type);
    EXPECT_TRUE(holds(atom, "href=\"/opds/v1.2/" + lists[i] + "\" type=\"" + type + "\"/>"));
  }
}

TEST(Opds, AtomLeadsToTheDescriptionOfTheSearchBeforeTheTemplate) {
  Api api;
  const std::string atom = get(api, "/opds/v1.2").body;
  const auto description = atom.find(R"(<link rel="search" href="/opensearch.xml" )"
                                     R"(type="application/opensearchdescription+xml"/>)");
  const auto search_template =
      atom.find(R"(<link rel="search" href="/opds/v1.2/busca?query={searchTerms}" )"
                R"(type="application/atom+xml"/>)");
  ASSERT_NE(search_template, std::string::npos);
  EXPECT_LT(description, search_template);
}

TEST(Opds, APublicationHoldsWhatABookHas) {
  Api api;
  api.store.put(whole_book());
  const auto answer = get(api, "/opds/livros/1");
  EXPECT_EQ(answer.header("Content-Type"), "application/opds-publication+json");
  EXPECT_TRUE(answer.header("ETag").starts_with("\"1-1.opdspt"));
  const std::string& json = answer.body;
  const auto metadata = [&](const std::string& at) { return json_at(json, "/metadata/" + at); };
  EXPECT_EQ(metadata("@type"), "http://schema.org/Book");
  EXPECT_EQ(metadata("identifier"), "urn:isbn:9788508072736");
  EXPECT_EQ(metadata("title"), "Dom Casmurro");
  EXPECT_EQ(metadata("author/0/name"), "Machado de Assis");
  EXPECT_EQ(metadata("author/0/links/0/href"), "/opds/titulos?autor=Machado%20de%20Assis");
  EXPECT_EQ(metadata("translator/0/name"), "Ana <Lima>");
  EXPECT_EQ(metadata("publisher"), "Garnier");
  EXPECT_EQ(metadata("language"), "pt-BR");
  EXPECT_EQ(metadata("published"), "1899-01-01");
  EXPECT_EQ(metadata("numberOfPages"), "256");
  EXPECT_EQ(metadata("subject/0/name"), "Romance & crítica");
  EXPECT_EQ(metadata("subject/1/name"), "vestibular");
  EXPECT_EQ(metadata("belongsTo/series/name"), "Clássicos");
  EXPECT_EQ(metadata("belongsTo/series/position"), "3");
  EXPECT_EQ(metadata("description"), "Bento conta.");
  EXPECT_EQ(link_of(json, "/links", "self"), "/opds/livros/1");
  EXPECT_EQ(json_at(json, "/images/0/type"), "image/jpeg");
  EXPECT_EQ(json_at(json, "/images/1"), "");
}

TEST(Opds, AnEntryHoldsTheSameAndIsWellFormed) {
  Api api;
  api.store.put(whole_book());
  const auto answer = get(api, "/opds/v1.2/livros/1");
  EXPECT_EQ(answer.header("Content-Type"), "application/atom+xml;type=entry;profile=opds-catalog");
  for (const std::string_view part :
       {"<title>Dom Casmurro</title>", "<id>http://localhost/livros/1</id>",
        "<author><name>Machado de Assis</name></author>",
        "<contributor><name>Ana &lt;Lima&gt;</name></contributor>",
        "<dc:language>pt-BR</dc:language>", "<dc:publisher>Garnier</dc:publisher>",
        "<dc:issued>1899</dc:issued>", "<dc:identifier>urn:isbn:9788508072736</dc:identifier>",
        R"(<category term="Romance &amp; crítica" label="Romance &amp; crítica"/>)",
        R"(<summary type="text">Bento conta.</summary>)",
        R"(<link rel="http://opds-spec.org/image" href="https://capas.exemplo/dom.JPG?x=1" )"
        R"(type="image/jpeg"/>)",
        R"(<link rel="http://opds-spec.org/image/thumbnail" )"
        R"(href="https://capas.exemplo/dom.JPG?x=1" type="image/jpeg"/>)"}) {
    EXPECT_TRUE(holds(answer.body, part)) << part;
  }
}

TEST(Opds, EveryPublicationCanBeGotByItsLinksOrAtItsPage) {
  Api api;
  api.store.put(support::named("Sem ligação"));
  catalog::BookFields fields = support::named("Com ligações");
  using enum catalog::LinkRelation;
  fields.links = {link("https://a.exemplo/livro.epub", text), link("https://a.exemplo/l", loan),
                  link("https://a.exemplo/c", purchase, "application/pdf"),
                  link("https://a.exemplo/a", sample), link("https://a.exemplo/s", std::nullopt)};
  api.store.put(fields);
  constexpr std::string_view acquisition = "http://opds-spec.org/acquisition/";
  const auto got = [&](const std::string& json, const std::string& how, const std::string& member) {
    return link_of(json, "/links", std::string(acquisition) + how, member);
  };
  const std::string bare = get(api, "/opds/livros/1").body;
  EXPECT_EQ(got(bare, "borrow", "href"), "/livro/1");
  EXPECT_EQ(got(bare, "borrow", "type"), "text/html");
  const std::string linked = get(api, "/opds/livros/2").body;
  EXPECT_EQ(got(linked, "open-access", "type"), "application/epub+zip");
  EXPECT_EQ(got(linked, "borrow", "href"), "https://a.exemplo/l");
  EXPECT_EQ(got(linked, "borrow", "type"), "text/html");
  EXPECT_EQ(got(linked, "buy", "type"), "application/pdf");
  EXPECT_EQ(got(linked, "sample", "href"), "https://a.exemplo/a");
  EXPECT_EQ(link_of(linked, "/links", "related"), "https://a.exemplo/s");
}

TEST(Opds, ABookWithoutACoverOrWithOneOfAnUnknownTypeHasThePlaceholder) {
  Api api;
  api.store.put(support::named("Sem capa"));
  catalog::BookFields fields = support::named("Capa de tipo desconhecido");
  fields.cover = "https://capas.exemplo/7";
  api.store.put(fields);
  const std::string bare = get(api, "/opds/livros/1").body;
  EXPECT_EQ(json_at(bare, "/images/0/href"), "/opds/sem-capa.png");
  EXPECT_EQ(json_at(bare, "/images/0/type"), "image/png");
  const std::string covered = get(api, "/opds/livros/2").body;
  EXPECT_EQ(json_at(covered, "/images/0/href"), "https://capas.exemplo/7");
  EXPECT_EQ(json_at(covered, "/images/0/type"), "");
  EXPECT_EQ(json_at(covered, "/images/1/type"), "image/png");
  const auto picture = get(api, "/opds/sem-capa.png");
  EXPECT_EQ(picture.header("Content-Type"), "image/png");
  EXPECT_TRUE(picture.body.starts_with("\x89PNG\r\n\x1a\n"));
}

TEST(Opds, ABookThatIsNotThereIsAProblem) {
  Api api;
  EXPECT_EQ(problem_in(get(api, "/opds/livros/1")), "404 livro-nao-encontrado");
  EXPECT_EQ(problem_in(get(api, "/opds/v1.2/livros/x")), "404 livro-nao-encontrado");
  EXPECT_EQ(problem_in(get(api, "/opds/nada")), "404 caminho-desconhecido");
  EXPECT_EQ(problem_in(get(api, "/opds/v1.2/nada")), "404 caminho-desconhecido");
  EXPECT_EQ(problem_in(get(api, "/opds?x=1")), "400 parametro-desconhecido");
  EXPECT_EQ(problem_in(get(api, "/opds/titulos?cursor=x")), "400 parametro-invalido");
  EXPECT_EQ(problem_in(get(api, "/opds/autores?cursor=21")), "400 parametro-invalido");
  EXPECT_EQ(problem_in(get(api, "/opds/autores?cursor=0")), "400 parametro-invalido");
  EXPECT_EQ(problem_in(get(api, "/opds/titulos?limite=5")), "400 parametro-desconhecido");
}

TEST(Opds, AFeedOfBooksIsPagedByFiftyBothWays) {
  Api api;
  for (int i = 0; i < 120; ++i) {
    api.store.put(support::named("Livro " + std::to_string(1000 + i)));
  }
  std::string target = "/opds/titulos";
  std::vector<std::size_t> sizes;
  std::string before;
  while (!target.empty() && sizes.size() < 9) {
    const std::string json = get(api, target).body;
    EXPECT_EQ(link_of(json, "/links", "self"), target);
    EXPECT_EQ(link_of(json, "/links", "first"), "/opds/titulos");
    EXPECT_EQ(link_of(json, "/links", "up"), "/opds");
    EXPECT_EQ(link_of(json, "/links", "start"), "/opds");
    EXPECT_EQ(json_at(json, "/metadata/numberOfItems"), "120");
    EXPECT_EQ(json_at(json, "/metadata/itemsPerPage"), "50");
    EXPECT_EQ(link_of(json, "/links", "previous").empty(), sizes.empty());
    std::size_t size = 0;
    while (!json_at(json, "/publications/" + std::to_string(size) + "/metadata").empty()) {
      ++size;
    }
    sizes.push_back(size);
    target = link_of(json, "/links", "next");
  }
  EXPECT_EQ(sizes, (std::vector<std::size_t>{50, 50, 20}));
}

TEST(Opds, TheNewestComeFirstAmongTheNovelties) {
  Api api;
  get(api, "/opds/novidades");
  const auto listing = std::ranges::find_if(api.store.reads, [](const search::Read& read) {
    return std::holds_alternative<search::ListBooks>(read);
  });
  ASSERT_NE(listing, api.store.reads.end());
  const catalog::Sort newest{catalog::SortKey::created_at, catalog::Direction::descending};
  EXPECT_EQ(std::get<search::ListBooks>(*listing).listing.order.front(), newest);
}

TEST(Opds, FacetsHaveCountsAndShowWhichIsChosen) {
  Api api;
  api.store.put(support::named("x"));
  search::Facets facets;
  facets.counts = {{Facet::author, {{"Machado de Assis", 3}, {"Eça", 2}}},
                   {Facet::subject, {{"Só um", 1}}},
                   {Facet::language, {{"pt", 4}, {"pt-BR", 1}}},
                   {Facet::year, {}}};
  api.store.search_answer = facets;
  const std::string json = get(api, "/opds/titulos?idioma=pt").body;
  EXPECT_EQ(json_at(json, "/facets/0/metadata/title"), "Autor");
  EXPECT_EQ(json_at(json, "/facets/0/links/0/title"), "Machado de Assis");
  EXPECT_EQ(json_at(json, "/facets/0/links/0/properties/numberOfItems"), "3");
  EXPECT_EQ(json_at(json, "/facets/0/links/0/href"),
            "/opds/titulos?idioma=pt&autor=Machado%20de%20Assis");
  EXPECT_EQ(json_at(json, "/facets/1/metadata/title"), "Idioma");
  EXPECT_EQ(json_at(json, "/facets/1/links/0/rel"), "self");
  EXPECT_EQ(json_at(json, "/facets/1/links/0/title"), "português");
  EXPECT_EQ(json_at(json, "/facets/1/links/1/href"), "/opds/titulos");
  EXPECT_EQ(json_at(json, "/facets/2"), "");
  EXPECT_EQ(json_at(json, "/metadata/title"), "português");
  EXPECT_EQ(link_of(json, "/links", "up"), "/opds/idiomas");
  const std::string atom = get(api, "/opds/v1.2/titulos?idioma=pt").body;
  EXPECT_TRUE(holds(atom, R"(opds:facetGroup="Autor" thr:count="3"/>)"));
  EXPECT_TRUE(holds(atom, R"(opds:facetGroup="Idioma" opds:activeFacet="true"/>)"));
}

TEST(Opds, NamesAreFiledBySurnameInPagesThatLeadToTheirBooks) {
  Api api;
  api.store.put(support::named("x"));
  search::FacetCounts authors{Facet::author, {}};
  for (int i = 0; i < 60; ++i) {
    authors.values.push_back({"Autor Z" + std::to_string(100 + i), 2});
  }
  authors.values.push_back({"Zulmira Abreu", 1});
  authors.values.push_back({"Zelo da Arca", 1});
  authors.values.push_back({"Assembleia Zulu", 1, true});
  authors.values.push_back({"---", 1});
  search::Facets facets;
  facets.counts = {authors};
  api.store.search_answer = facets;
  const std::string first = get(api, "/opds/autores?idioma=pt").body;
  EXPECT_EQ(json_at(first, "/navigation/0/title"), "Zulmira Abreu");
  EXPECT_EQ(json_at(first, "/navigation/0/href"), "/opds/titulos?idioma=pt&autor=Zulmira%20Abreu");
  EXPECT_EQ(json_at(first, "/navigation/0/properties/numberOfItems"), "1");
  EXPECT_EQ(json_at(first, "/navigation/1/title"), "Zelo da Arca");
  EXPECT_EQ(json_at(first, "/navigation/2/title"), "Assembleia Zulu");
  EXPECT_NE(json_at(first, "/navigation/49"), "");
  EXPECT_EQ(json_at(first, "/navigation/50"), "");
  EXPECT_EQ(link_of(first, "/links", "next"), "/opds/autores?idioma=pt&cursor=2");
  const std::string second = get(api, "/opds/autores?idioma=pt&cursor=2").body;
  EXPECT_EQ(link_of(second, "/links", "previous"), "/opds/autores?idioma=pt");
  EXPECT_EQ(link_of(second, "/links", "next"), "");
  EXPECT_NE(json_at(second, "/navigation/12"), "");
  EXPECT_EQ(json_at(second, "/navigation/13"), "");
}

TEST(Opds, OnlyBooksWithATextAreListedAndCountedWhereThatIsWanted) {
  Api api;
  api.settings.opds_holdings = catalog::Holdings::linked_text;
  search::Facets facets;
  facets.counts = {{Facet::author, {}}};
  api.store.search_answer = facets;
  for (const std::string target : {"/opds/titulos", "/opds/v1.2/novidades", "/opds/autores"}) {
    api.store.reads.clear();
    get(api, target);
    std::size_t narrowed = 0;
    for (const search::Read& read : api.store.reads) {
      const auto* const list = std::get_if<search::ListBooks>(&read);
      const auto* const count = std::get_if<search::CountFacets>(&read);
      const catalog::Filter* const filter = list != nullptr    ? &list->listing.filter
                                            : count != nullptr ? &count->filter
                                                               : nullptr;
      narrowed += filter != nullptr && filter->holdings == catalog::Holdings::linked_text ? 1 : 0;
    }
    EXPECT_EQ(narrowed, target == "/opds/autores" ? 1U : 2U) << target;
  }
}

TEST(Opds, TheSearchRanksAndSaysWhatItSearched) {
  Api api;
  api.store.put(support::named("Dom Casmurro"));
  const std::string json = get(api, "/opds/busca?query=dom%20cas").body;
  EXPECT_EQ(json_at(json, "/metadata/title"), "Busca: dom cas");
  EXPECT_EQ(json_at(json, "/publications/0/metadata/title"), "Dom Casmurro");
  EXPECT_EQ(link_of(json, "/links", "self"), "/opds/busca?query=dom%20cas");
  const auto& counted = api.store.last_read<search::CountFacets>();
  EXPECT_EQ(counted.search, catalog::parse_search("dom cas"));
}

TEST(Opds, AFeedIsRevalidatedByFormAndLanguage) {
  Api api;
  api.store.put(support::named("x"));
  const auto json = get(api, "/opds/titulos");
  const std::string tag(json.header("ETag"));
  EXPECT_TRUE(tag.starts_with("\"s1.opdspt"));
  const std::string atom_tag(get(api, "/opds/v1.2/titulos").header("ETag"));
  EXPECT_TRUE(atom_tag.starts_with("\"s1.atompt"));
  EXPECT_TRUE(api.get("/opds", {{Header::accept_language, "en"}})
                  .header("ETag")
                  .starts_with("\"s1.opdsen"));
  const auto unchanged = api.get("/opds/titulos", {{Header::if_none_match, tag}});
  EXPECT_EQ(unchanged.status, 304);
  EXPECT_EQ(unchanged.body, "");
  EXPECT_EQ(api.get("/opds/titulos", {{Header::if_none_match, atom_tag}}).status, 200);
}

TEST(Opds, LinksHoldThePathOfThePublicAddressAndIdentifiersAllOfIt) {
  Api api;
  api.settings.public_url = "https://exemplo.org/catalogo";
  api.store.put(support::named("x"));
  const std::string json = get(api, "/opds/livros/1").body;
  EXPECT_EQ(json_at(json, "/metadata/identifier"), "https://exemplo.org/catalogo/livros/1");
  EXPECT_EQ(link_of(json, "/links", "self"), "/catalogo/opds/livros/1");
  EXPECT_EQ(link_of(json, "/links", "http://opds-spec.org/acquisition/borrow"),
            "/catalogo/livro/1");
}

TEST(Opds, APrivateCatalogueSaysHowToShowAKey) {
  support::ApiOptions options;
  options.access.auth = api::AccessRules::Auth::keys;
  options.access.reads = api::AccessRules::Reads::keyed;
  Api api(options);
  for (const std::string path : {"/opds", "/opds/v1.2", "/opds/titulos", "/opds/livros/1"}) {
    const auto answer = get(api, path);
    EXPECT_EQ(answer.status, 401) << path;
    EXPECT_EQ(answer.header("Content-Type"), "application/opds-authentication+json");
    EXPECT_EQ(json_at(answer.body, "/authentication/0/type"), "http://opds-spec.org/auth/basic");
    EXPECT_NE(json_at(answer.body, "/authentication/0/labels/password"), "");
    EXPECT_EQ(json_at(answer.body, "/id"), "http://localhost/opds/autenticacao");
    EXPECT_FALSE(answer.all("WWW-Authenticate").empty());
  }
  EXPECT_EQ(get(api, "/opds/autenticacao").status, 200);
  EXPECT_EQ(get(api, "/opds/sem-capa.png").status, 200);
  EXPECT_EQ(problem_in(get(api, "/livros")), "401 nao-autorizado");
}

TEST(OpenSearch, TheDescriptionNamesTheFeedFirstAndSuggestions) {
  Api api;
  api.settings.name = "Biblioteca Mário de Andrade";
  const auto answer = get(api, "/opensearch.xml");
  EXPECT_EQ(answer.header("Content-Type"), "application/opensearchdescription+xml");
  const std::string& xml = answer.body;
  const auto feed =
      xml.find(R"(<Url type="application/atom+xml" rel="results" )"
               R"(template="http://localhost/opds/v1.2/busca?query={searchTerms}"/>)");
  const auto page = xml.find(R"(<Url type="text/html" rel="results" )"
                             R"(template="http://localhost/busca?q={searchTerms}"/>)");
  ASSERT_NE(page, std::string::npos);
  EXPECT_LT(feed, page);
  EXPECT_TRUE(holds(xml, R"(template="http://localhost/opensearch/sugestoes?q={searchTerms}")"));
  EXPECT_TRUE(holds(xml, "<ShortName>Biblioteca Mário</ShortName>"));
}

TEST(OpenSearch, SuggestionsComeAsBrowsersReadThem) {
  Api api;
  api.store.search_answer =
      search::Suggestions{{search::Suggestion::Kind::title, "Dom \"Casmurro\"", 3},
                          {search::Suggestion::Kind::author, "Dom João", 2}};
  const auto answer = get(api, "/opensearch/sugestoes?q=dom", "text/html");
  EXPECT_EQ(answer.header("Content-Type"), "application/x-suggestions+json");
  EXPECT_EQ(answer.body, R"(["dom",["Dom \"Casmurro\"","Dom João"]])");
  EXPECT_EQ(get(api, "/opensearch/sugestoes?q=").body, R"(["",[]])");
  EXPECT_EQ(get(api, "/opensearch/sugestoes").body, R"(["",[]])");
  EXPECT_EQ(problem_in(get(api, "/opensearch/sugestoes?x=1")), "400 parametro-desconhecido");
  EXPECT_EQ(problem_in(get(api, "/opensearch/sugestoes?q=" + std::string(1001, 'a'))),
            "400 parametro-invalido");
}

}  // namespace
}  // namespace api_opds_test
