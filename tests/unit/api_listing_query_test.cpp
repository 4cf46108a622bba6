#include <gtest/gtest.h>

#include "catalog/cursor.hpp"
#include "support/api.hpp"

namespace api_listing_query_test {
namespace {

using catalog::Direction;
using catalog::Filter;
using catalog::Listing;
using catalog::SortKey;
using catalog::TextField;
using catalog::TextFilter;
using support::Api;
using support::json_at;
using support::problem_in;

// What reaches the store for this query.
Listing listing_of(const std::string& query) {
  Api api;
  const auto answer = api.get("/livros?" + query);
  EXPECT_EQ(answer.status, 200) << query << ": " << answer.body;
  return api.store.reads.empty() ? Listing{} : api.store.last_read<search::ListBooks>().listing;
}

Filter filter_of(const std::string& query) { return listing_of(query).filter; }

Filter with_text(TextField field, std::vector<std::string> words) {
  Filter filter;
  filter.texts.push_back({field, std::move(words)});
  return filter;
}

TEST(ListingQuery, EveryTextFilterReachesTheStoreAsFoldedWords) {
  EXPECT_EQ(filter_of("autor=Machado"), with_text(TextField::author, {"machado"}));
  EXPECT_EQ(filter_of("titulo=Mem%C3%B3rias+P%C3%93STUMAS"),
            with_text(TextField::title, {"memorias", "postumas"}));
  EXPECT_EQ(filter_of("editora=Companhia%20das%20Letras"),
            with_text(TextField::publisher, {"companhia", "das", "letras"}));
  EXPECT_EQ(filter_of("assunto=Fic%C3%A7%C3%A3o"), with_text(TextField::subject, {"ficcao"}));
  EXPECT_EQ(filter_of("etiqueta=a-ler"), with_text(TextField::tag, {"a", "ler"}));
}

TEST(ListingQuery, FiltersOfDifferentFieldsAreAllThere) {
  const Filter filter = filter_of("editora=globo&ano=1998&autor=assis&idioma=pt");
  EXPECT_EQ(filter.texts, (std::vector<TextFilter>{{TextField::author, {"assis"}},
                                                   {TextField::publisher, {"globo"}}}));
  EXPECT_EQ(filter.year, 1998);
  EXPECT_EQ(filter.language, "pt");
}

TEST(ListingQuery, AnIsbnOfEitherLengthIsTheSameFilter) {
  const auto isbn = catalog::Isbn::parse("9780306406157");
  ASSERT_TRUE(isbn.has_value());
  for (const std::string text :
       {"9780306406157", "978-0-306-40615-7", "0306406152", "0-306-40615-2", "+0306406152%20"}) {
    EXPECT_EQ(filter_of("isbn=" + text).isbn, isbn) << text;
  }
}

TEST(ListingQuery, YearsMayBeExactOrARangeAndBeforeChrist) {
  EXPECT_EQ(filter_of("ano=1899").year, 1899);
  EXPECT_EQ(filter_of("ano=-800").year, -800);
  EXPECT_EQ(filter_of("ano=0").year, 0);
  const Filter range = filter_of("ano_min=1800&ano_max=1899");
  EXPECT_EQ(range.year_min, 1800);
  EXPECT_EQ(range.year_max, 1899);
  EXPECT_EQ(range.year, std::nullopt);
}

TEST(ListingQuery, LanguagesAreBroughtToTheirCanonicalCase) {
  EXPECT_EQ(filter_of("idioma=PT-br").language, "pt-BR");
  EXPECT_EQ(filter_of("idioma=en").language, "en");
}

TEST(ListingQuery, IdsAreSortedAndUnique) {
  const Filter filter = filter_of("id=7,3,7,%201");
  EXPECT_EQ(filter.ids, (std::vector<catalog::BookId>{{1}, {3}, {7}}));
}

std::string ids_up_to(int count) {
  std::string list = "id=1";
  for (int i = 2; i <= count; ++i) {
    list += ',' + std::to_string(i);
  }
  return list;
}

TEST(ListingQuery, AThousandIdsAreTakenAndOneMoreIsRefused) {
  EXPECT_EQ(filter_of(ids_up_to(1000)).ids.size(), 1000U);
  Api api;
  EXPECT_EQ(problem_in(api.get("/livros?" + ids_up_to(1001))), "400 parametro-invalido");
}

TEST(ListingQuery, ChangedSinceTakesAnyRfc3339Instant) {
  const auto noon = base::parse_rfc3339("2026-01-31T12:00:00Z");
  ASSERT_TRUE(noon.has_value());
  for (const std::string text :
       {"2026-01-31T12:00:00Z", "2026-01-31T09:00:00-03:00", "2026-01-31T13:00:00%2B01:00",
        "2026-01-31T13:00:00+01:00", "2026-01-31t12:00:00.000z"}) {
    EXPECT_EQ(filter_of("alterado_desde=" + text).updated_since, noon) << text;
  }
}

struct OrderCase {
  std::string text;
  std::vector<catalog::Sort> order;
};

TEST(ListingQuery, EveryOrderEndsWithTheIdSoThatItIsTotal) {
  constexpr auto up = Direction::ascending;
  constexpr auto down = Direction::descending;
  for (const auto& [text, order] : {
           OrderCase{"id", {{SortKey::id, up}}},
           OrderCase{"-id", {{SortKey::id, down}}},
           OrderCase{"titulo", {{SortKey::title, up}, {SortKey::id, up}}},
           OrderCase{"t%C3%ADtulo", {{SortKey::title, up}, {SortKey::id, up}}},
           OrderCase{"-autor", {{SortKey::author, down}, {SortKey::id, up}}},
           OrderCase{"-ano,titulo",
                     {{SortKey::year, down}, {SortKey::title, up}, {SortKey::id, up}}},
           OrderCase{"criado_em", {{SortKey::created_at, up}, {SortKey::id, up}}},
           OrderCase{"-atualizado_em", {{SortKey::updated_at, down}, {SortKey::id, up}}},
           OrderCase{"ano,-id", {{SortKey::year, up}, {SortKey::id, down}}},
           // What follows the id decides nothing.
           OrderCase{"id,titulo", {{SortKey::id, up}}},
       }) {
    EXPECT_EQ(listing_of("ordem=" + text).order, order) << text;
  }
}

TEST(ListingQuery, TheLimitGoesFrom1To1000) {
  EXPECT_EQ(listing_of("limite=1").limit, 1U);
  EXPECT_EQ(listing_of("limite=1000").limit, 1000U);
}

struct BadCase {
  std::string query;
  std::string parameter;
};

// In a query: 1+2+3.
std::string words(int count) {
  std::string text = "1";
  for (int word = 2; word <= count; ++word) {
    text += '+' + std::to_string(word);
  }
  return text;
}

TEST(ListingQuery, ABadValueIsRefusedNamingItsParameterAndNeverReachesTheStore) {
  Api api;
  for (const auto& [query, parameter] : {
           BadCase{"limite=0", "limite"},
           BadCase{"limite=1001", "limite"},
           BadCase{"limite=-1", "limite"},
           BadCase{"limite=", "limite"},
           BadCase{"limite=1e2", "limite"},
           BadCase{"limite=10.0", "limite"},
           BadCase{"limite=99999999999999999999", "limite"},
           BadCase{"total=2", "total"},
           BadCase{"total=sim", "total"},
           BadCase{"campos=", "campos"},
           BadCase{"campos=id,nome", "campos"},
           BadCase{"campos=id,,autor", "campos"},
           BadCase{"ordem=relevancia", "ordem"},
           BadCase{"ordem=", "ordem"},
           BadCase{"ordem=-", "ordem"},
           BadCase{"ordem=--id", "ordem"},
           BadCase{"ordem=titulo,-titulo", "ordem"},
           BadCase{"ordem=titulo,t%C3%ADtulo", "ordem"},
           BadCase{"ordem=titulo;drop", "ordem"},
           BadCase{"cursor=", "cursor"},
           BadCase{"cursor=x", "cursor"},
           BadCase{"autor=", "autor"},
           BadCase{"autor=...", "autor"},
           BadCase{"titulo=" + words(251), "titulo"},
           BadCase{"isbn=9780306406158", "isbn"},
           BadCase{"isbn=123", "isbn"},
           BadCase{"idioma=portugu%C3%AAs", "idioma"},
           BadCase{"idioma=", "idioma"},
           BadCase{"ano=mil", "ano"},
           BadCase{"ano=1899.5", "ano"},
           BadCase{"ano_min=99999999999", "ano_min"},
           BadCase{"ano_max=", "ano_max"},
           BadCase{"ano_max=2101", "ano_max"},
           BadCase{"ano=-3001", "ano"},
           BadCase{"id=0", "id"},
           BadCase{"id=-1", "id"},
           BadCase{"id=1,", "id"},
           BadCase{"id=9007199254740992", "id"},
           BadCase{"id=1%20OR%201=1", "id"},
           BadCase{"alterado_desde=ontem", "alterado_desde"},
           BadCase{"alterado_desde=2026-02-30", "alterado_desde"},
       }) {
    const auto answer = api.get("/livros?" + query);
    EXPECT_EQ(problem_in(answer), "400 parametro-invalido") << query;
    EXPECT_NE(json_at(answer.body, "/detail").find("“" + parameter + "”"), std::string::npos)
        << query << ": " << answer.body;
  }
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(ListingQuery, ABadValueIsAnsweredWithWhatIsAllowed) {
  Api api;
  const auto answer = api.get("/livros?ordem=data");
  EXPECT_EQ(
      json_at(answer.body, "/detail"),
      "O valor “data” do parâmetro “ordem” não é aceito. O permitido é: id, titulo, autor, ano, "
      "criado_em, atualizado_em, com - na frente para o inverso; com q também relevancia.");
}

TEST(ListingQuery, AnUnknownParameterIsRefusedWithTheNearestOne) {
  Api api;
  const auto near = api.get("/livros?limit=10");
  EXPECT_EQ(problem_in(near), "400 parametro-desconhecido");
  EXPECT_EQ(json_at(near.body, "/detail"),
            "O parâmetro “limit” não existe neste endereço. Você quis dizer “limite”?");
  const auto far = api.get("/livros?pagina=2", {{http::Header::accept_language, "en"}});
  EXPECT_EQ(problem_in(far), "400 parametro-desconhecido");
  EXPECT_EQ(json_at(far.body, "/detail"), "The parameter “pagina” does not exist at this address.");
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(ListingQuery, ARepeatedParameterIsRefused) {
  Api api;
  for (const std::string name : {"ano", "%61no", "limite", "q", "autor", "cursor", "total"}) {
    EXPECT_EQ(problem_in(api.get("/livros?" + name + "=1&" + name + "=1")),
              "400 parametro-invalido")
        << name;
  }
  EXPECT_EQ(problem_in(api.get("/livros?ano=1&%61no=1")), "400 parametro-invalido");
  EXPECT_EQ(json_at(api.get("/livros?ano=1&ano=2").body, "/detail"),
            "O valor do parâmetro “ano” não é aceito. O permitido é: só uma vez.");
  EXPECT_EQ(json_at(api.get("/livros?ano=1&ano=1", {{http::Header::accept_language, "en"}}).body,
                    "/detail"),
            "The value of the parameter “ano” is not accepted. Allowed: only once.");
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(ListingQuery, ACommaListMayComeInParts) {
  EXPECT_EQ(filter_of("id=3&id=1&id=2,4").ids, filter_of("id=1,2,3,4").ids);
  Api api;
  const auto dependencies = api.get("/livros?campos=id&campos=t%C3%ADtulo&ordem=-ano&ordem=titulo");
  EXPECT_EQ(dependencies.status, 200);
  EXPECT_EQ(api.get("/livros?campos=id,t%C3%ADtulo&ordem=-ano,titulo").status, 200);
  EXPECT_EQ(api.get("/facetas?por=autor&por=ano,idioma").status, 200);
  const auto& first = std::get<search::ListBooks>(api.store.reads.at(0)).listing;
  const auto& second = std::get<search::ListBooks>(api.store.reads.at(1)).listing;
  EXPECT_EQ(first.order, second.order);
  for (const std::string query :
       {"campos=id&campos=", "campos=&campos=id", "id=1&id=x", "ordem=ano&ordem=-ano",
        "q=a&ordem=relevancia&ordem=id", "campos=id&campos=isbm"}) {
    EXPECT_EQ(problem_in(api.get("/livros?" + query)), "400 parametro-invalido") << query;
  }
}

TEST(ListingQuery, BadPercentEncodingIsRefused) {
  Api api;
  for (const std::string query : {"autor=%", "autor=%4", "autor=%zz", "autor=%C3", "autor=%00",
                                  "autor=%ED%A0%80", "%FF=1", "autor=\xC3"}) {
    EXPECT_EQ(problem_in(api.get("/livros?" + query)), "400 parametro-invalido") << query;
  }
  EXPECT_TRUE(api.store.reads.empty());
}

TEST(ListingQuery, SqlInATextFilterIsJustWords) {
  EXPECT_EQ(filter_of("titulo=%27%29%3B+DROP+TABLE+books%3B--"),
            with_text(TextField::title, {"drop", "table", "books"}));
}

TEST(ListingQuery, ACursorIsOnlyGoodForTheOrderItWasMadeFor) {
  Api api;
  const std::vector<catalog::Sort> by_title{{SortKey::title, Direction::ascending}, {}};
  const std::string cursor =
      encode_cursor({catalog::PageSide::after, {std::string("dom"), std::int64_t{4}}}, by_title);
  EXPECT_EQ(api.get("/livros?ordem=titulo&cursor=" + cursor).status, 200);
  EXPECT_EQ(api.get("/livros?cursor=" + cursor + "&ordem=titulo").status, 200);
  EXPECT_EQ(problem_in(api.get("/livros?cursor=" + cursor)), "400 parametro-invalido");
  EXPECT_EQ(problem_in(api.get("/livros?ordem=-titulo&cursor=" + cursor)),
            "400 parametro-invalido");
  std::string damaged = cursor;
  damaged[3] = damaged[3] == 'A' ? 'B' : 'A';
  EXPECT_EQ(problem_in(api.get("/livros?ordem=titulo&cursor=" + damaged)),
            "400 parametro-invalido");
}

}  // namespace
}  // namespace api_listing_query_test
