// Books, an index of them, and random edits, for the tests of the search index. Values of the test
// that makes them; one thread.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/search_query.hpp"
#include "search/index/index.hpp"
#include "search/query/search_request.hpp"

namespace search_index_fixture {

using catalog::Book, catalog::BookId, catalog::PageSide;
using search::Index;
using search::SearchRequest;
using search::SearchStage;

inline Book book(std::int64_t id, std::string title, std::string author = "Machado de Assis") {
  Book made;
  made.id = {id};
  made.version = {1};
  made.fields.edit().title = std::move(title);
  made.fields.edit().author = std::move(author);
  return made;
}

// An index of books given one by one, so that segments are merged on the way.
inline Index index_of(const std::vector<Book>& books) {
  Index index;
  std::int64_t sequence = 0;
  for (const Book& one : books) {
    index.apply({std::span(&one, 1), {}, {++sequence}});
  }
  return index;
}

inline catalog::Listing by_relevance(std::string_view q, std::size_t limit = 100) {
  catalog::Listing listing;
  listing.search = catalog::parse_search(q);
  listing.order = {{catalog::SortKey::relevance, {}}, {}};
  listing.limit = limit;
  return listing;
}

inline SearchRequest::Found page(const Index& index, const catalog::Listing& listing) {
  SearchRequest search(index.snapshot(), listing.search, listing.filter);
  return search.page(listing);
}

inline std::vector<std::int64_t> found(const Index& index, const catalog::Listing& listing) {
  std::vector<std::int64_t> ids;
  for (const BookId id : page(index, listing).ids()) {
    ids.push_back(id.value);
  }
  return ids;
}

inline std::vector<std::int64_t> found(const Index& index, std::string_view q) {
  return found(index, by_relevance(q));
}

using Ids = std::vector<std::int64_t>;

class Edits {
 public:
  explicit Edits(std::uint64_t seed) : random_(seed) {}

  // Up to 40 books made, changed or deleted at once.
  void step() {
    std::vector<Book> changed;
    std::vector<BookId> gone;
    std::map<std::int64_t, bool> touched;
    for (std::size_t n = below(40) + 1; n > 0; --n) {
      const auto id = static_cast<std::int64_t>(below(300) + 1);
      if (!touched.emplace(id, true).second) {
        continue;
      }
      if (living.contains(id) && below(3) == 0) {
        living.erase(id);
        gone.push_back({id});
      } else {
        changed.push_back(random_book(id));
        living[id] = changed.back();
      }
    }
    index.apply({changed, gone, {++sequence_}});
  }

  std::string text(std::size_t words_max) {
    static const std::vector<std::string> words{"a",      "o",      "casa", "casamento", "velha",
                                                "açcão",  "acção",  "dom",  "casmurro",  "de",
                                                "contos", "helena", "mar",  "terra",     "1984"};
    std::string made;
    for (std::size_t n = below(words_max) + 1; n > 0; --n) {
      made += (made.empty() ? "" : " ") + words[below(words.size())];
    }
    return made;
  }
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

  Index index;
  std::map<std::int64_t, Book> living;

 private:
  Book random_book(std::int64_t id) {
    static constexpr std::array languages{"pt", "pt-BR", "en", ""};
    Book made = book(id, text(4), text(2));
    made.fields.edit().language = languages[static_cast<std::size_t>(id) % languages.size()];
    made.fields.edit().publisher = text(1);
    for (std::size_t n = below(3); n > 0; --n) {
      made.fields.edit().subjects.push_back(text(2));
    }
    if (below(2) == 0) {
      made.fields.edit().year = static_cast<std::int32_t>(1900 + below(100));
    }
    return made;
  }

  std::mt19937_64 random_;
  std::int64_t sequence_ = 0;
};

}  // namespace search_index_fixture
