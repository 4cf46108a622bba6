#include "contract/search_fixture.hpp"

#include <algorithm>
#include <utility>

#include "catalog/cursor.hpp"
#include "search/store.hpp"

namespace contract {

using catalog::BookFields;
using catalog::Listing;
using catalog::PageSide;

Listing by_relevance(std::string_view q, std::size_t limit) {
  Listing listing;
  listing.search = catalog::parse_search(q);
  listing.order = {{catalog::SortKey::relevance, {}}, {}};
  listing.limit = limit;
  return listing;
}

catalog::Filter with_text(catalog::TextField field, std::string word) {
  catalog::Filter filter;
  filter.texts = {{field, {std::move(word)}}};
  return filter;
}

Ids found(SearchClient& client, std::string_view q) {
  return ids_of(answer_of<search::Page>(client, search::ListBooks{by_relevance(q)}).books);
}

catalog::Result<search::CaughtUp> caught_up(WritingClient& client,
                                            search::IndexFollower& follower) {
  std::optional<catalog::Result<search::CaughtUp>> answer;
  follower.catch_up(client.loop(), [&](const auto& result) { answer = result; });
  client.loop().run_until([&] { return answer.has_value(); });
  return *answer;
}

Ids walked(SearchClient& client, Listing listing, PageSide side) {
  constexpr int pages_max = 1000;
  Ids ids;
  for (int pages = 0; pages < pages_max; ++pages) {
    auto page = answer_of<search::Page>(client, search::ListBooks{listing});
    const Ids these = ids_of(page.books);
    EXPECT_LE(these.size(), listing.limit);
    ids.insert(side == PageSide::after ? ids.end() : ids.begin(), these.begin(), these.end());
    auto& next = side == PageSide::after ? page.next : page.previous;
    if (!next) {
      return ids;
    }
    listing.cursor = std::move(next);
  }
  ADD_FAILURE() << "pages without end";
  return ids;
}

std::string told(SearchClient& client, const Listing& listing) {
  const Page page = contract::read(answer_of<search::Page>(client, search::ListBooks{listing}));
  std::string text;
  for (const catalog::Book& book : page.books) {
    text += std::to_string(book.id.value) + " " + book.fields->title + "\n";
  }
  for (const auto& cursor : {page.previous, page.next}) {
    text += cursor ? catalog::encode_cursor(*cursor, listing.order) + "\n" : "-\n";
  }
  text += page.total ? std::to_string(*page.total) + "\n" : "-\n";
  if (page.search) {
    text += std::to_string(static_cast<int>(page.search->stage)) + " " + page.search->meant;
  }
  return text;
}

std::string told(const search::Facets& facets) {
  std::string text = std::to_string(facets.books);
  text += facets.counts_are == search::Facets::Counts::exact ? " exact\n" : " estimated\n";
  for (const search::FacetCounts& counts : facets.counts) {
    text += std::to_string(static_cast<int>(counts.facet)) + ":";
    for (const search::FacetValue& value : counts.values) {
      text += " " + value.text + "=" + std::to_string(value.books);
    }
    text += '\n';
  }
  return text;
}

std::string told(const search::Suggestions& suggestions) {
  std::string text;
  for (const search::Suggestion& one : suggestions) {
    static const std::vector<std::string> kinds{"title", "author", "subject"};
    text += kinds.at(static_cast<std::size_t>(one.kind)) + " " + one.text + "=" +
            std::to_string(one.books) + "\n";
  }
  return text;
}

void SearchTest::keep_open(std::unique_ptr<store::Store> store, base::Metrics& metrics,
                           base::Log& log) {
  searching_ = search::open(std::move(store), metrics, log);
  searcher_ = std::make_unique<SearchClient>(*searching_);
}

void SearchTest::close_kept() {
  searcher_.reset();
  searching_->close();
  searching_.reset();
}

Ids SearchTest::found(std::string_view q, const catalog::Filter& filter) {
  auto listing = by_relevance(q);
  listing.filter = filter;
  return ids_of(page(listing).books);
}

namespace shelf {
namespace {

std::vector<BookFields> about_casmurro() {
  std::vector<BookFields> made{
      fields("Ensaios reunidos", "Ana Prado"),
      fields("Casmurro e os outros", "Dom Pedro Lima"),
      fields("O enigma de Dom Casmurro", "Helena Caldas"),
      fields("Dom Casmurro ilustrado"),
      fields("Dom Casmurro"),
      fields("O Dom Casmurro"),
  };
  made[ensaios - 1].subjects = {"Dom Casmurro"};
  made[enigma - 1].year = 1960;
  made[enigma - 1].language = "pt-BR";
  made[enigma - 1].subjects = {"Ciúme", "Crítica literária"};
  made[ilustrado - 1].year = 2008;
  BookFields& casmurro = made[shelf::casmurro - 1];
  casmurro.publisher = "Garnier";
  casmurro.year = 1899;
  casmurro.language = "pt-BR";
  casmurro.isbn = isbn("9788535914849");
  casmurro.subjects = {"Ciúme"};
  casmurro.tags = {"escola"};
  made[com_artigo - 1].year = 1900;
  return made;
}

BookFields volume_of_a_series() {
  BookFields made = fields("Volume dois", "Ivo Reis");
  made.series = catalog::Series{"Coleção Azulejo", "2"};
  made.publisher = "Relógio d'Água";
  made.other_isbns = {isbn("9791090636071")};
  return made;
}

BookFields translated() {
  BookFields made = fields("A escrita", "Ana Sá");
  made.subtitle = "teoria e prática";
  made.original_title = "Writing";
  made.contributors = {{"Ana Sá", "aut"}, {"Rui Paz", "trl"}};
  return made;
}

}  // namespace

std::vector<BookFields> books() {
  std::vector<BookFields> made = about_casmurro();
  made.push_back(fields("Memórias póstumas de Brás Cubas"));
  made.back().publisher = "Tipografia Nacional";
  made.back().year = 1881;
  made.back().language = "pt-BR";
  made.push_back(fields("Quincas Borba"));
  made.back().publisher = "Garnier";
  made.back().year = 1891;
  made.back().isbn = isbn("8574190233");
  made.push_back(fields("Compendio de pharmacia", "Joaquim Alves"));
  made.back().language = "pt-PT";
  made.push_back(fields("A acção popular", "António Sousa"));
  made.back().language = "pt-PT";
  made.push_back(fields("A ação popular", "Antônio Lopes"));
  made.back().language = "pt-BR";
  made.push_back(volume_of_a_series());
  made.push_back(fields("紅樓夢", "曹雪芹"));
  made.push_back(translated());
  return made;
}

}  // namespace shelf
}  // namespace contract
