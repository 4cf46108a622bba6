#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "catalog/person_names.hpp"
#include "catalog/sort_key.hpp"
#include "unit/search_index_fixture.hpp"

namespace search_ranking_test {
namespace {

using namespace search_index_fixture;  // NOLINT(google-build-using-namespace)

TEST(SearchRanking, OrdersByTierThenByLengthYearAndId) {
  Book publisher = book(1, "Um guia");
  publisher.fields.edit().publisher = "Dom Casmurro";
  Book old = book(11, "Dom Casmurro comentado e anotado");
  old.fields.edit().year = 1970;
  Book recent = book(12, "Dom Casmurro comentado e ilustrado");
  recent.fields.edit().year = 2001;
  const Index index = index_of({
      publisher,                                                    // anywhere
      book(2, "Casmurro", "Dom Pedro"),                             // title and author
      book(3, "Casmurro, o velho dom"),                             // in the title
      book(4, "Dom e Casmurro"),                                    // in the title, in order
      book(5, "Contos de Dom Casmurro"),                            // a phrase of the title
      book(6, "O último livro que ele fez", "Dom Casmurro Filho"),  // the author
      book(7, "Livros", "Casmurro, Dom"),  // the author, and a shorter title
      book(8, "Dom Casmurro"),             // the title
      book(9, "O Dom Casmurro"),           // the title but for its article
      old,
      recent,  // the title begins so
  });
  EXPECT_EQ(found(index, "dom casmurro"), (Ids{8, 9, 7, 12, 11, 6, 5, 4, 3, 2, 1}));
}

TEST(SearchRanking, OfBooksThatMatchAlikeThoseInTheReadersLanguageComeFirst) {
  const auto in = [](Book one, const char* language) {
    one.fields.edit().language = language;
    return one;
  };
  const Index index = index_of({
      in(book(1, "Dom Casmurro", "Sá"), "en"),
      in(book(2, "Dom Casmurro hoje e ontem", "Sá"), "pt-BR"),
      in(book(3, "Dom Casmurro hoje", "Sá"), "en-GB"),
      in(book(4, "Dom Casmurro comentado", "Sá"), "pt"),
      in(book(5, "Dom Casmurro visto de longe, outra vez", "Sá"), ""),
      in(book(6, "Dom Casmurro revisto", "Sá"), "ptx"),
      in(book(7, "Memórias"), "pt"),
      in(book(8, "Contos"), "pt"),
  });
  // What most books are in, until the reader says otherwise.
  EXPECT_EQ(found(index, "dom casmurro"), (Ids{1, 4, 2, 5, 3, 6}));
  catalog::Listing listing = by_relevance("dom casmurro");
  listing.search->reader_language = "en";
  EXPECT_EQ(found(index, listing), (Ids{1, 3, 5, 4, 6, 2}));
  listing.search->reader_language = "fr";
  EXPECT_EQ(found(index, listing), (Ids{1, 5, 3, 4, 6, 2}));
  listing = by_relevance("dom casmuro");
  listing.search->reader_language = "en";
  EXPECT_EQ(found(index, listing), (Ids{1, 3, 5, 4, 6, 2}));
}

TEST(SearchRanking, ASurnameFindsItsBooksBesideThoseAboutIt) {
  const Index index = index_of({
      book(1, "Freud e depois", "Ana Sá"),
      book(2, "A interpretação dos sonhos", "Freud, Sigmund, 1856-1939"),
      book(3, "Totem", "Sigmund Freud"),
      book(4, "Cartas", "Freud Alves"),  // a forename
      book(5, "Ensaios sobre Freud", "Ana Sá"),
  });
  EXPECT_EQ(found(index, "freud"), (Ids{3, 1, 2, 5, 4}));
}

TEST(SearchRanking, AnInitialStandsForANameBesideAnother) {
  const Index index = index_of({
      book(1, "Quincas Borba", "Machado de Assis"),
      book(2, "Outro", "Ana Assis"),
      book(3, "Mar", "Rui Paz"),
  });
  EXPECT_EQ(found(index, "m. assis"), (Ids{1}));
  EXPECT_EQ(found(index, "assis, an"), (Ids{2}));
}

TEST(SearchRanking, ALetterWithItsFullStopIsNoWordOfGrammar) {
  const Index index = index_of({
      book(1, "Jane Eyre", "Charlotte Brontë"),
      book(2, "O morro dos ventos uivantes", "Brontë, Emily"),
      book(3, "A terra", "Zola"),
      book(4, "Um livro", "Ana Terra"),
      book(5, "E agora?", "Rui Paz"),
  });
  EXPECT_EQ(found(index, "e. brontë"), (Ids{2}));
  EXPECT_EQ(found(index, "brontë, e."), (Ids{2, 1}));  // or "Ey…" is typed
  EXPECT_EQ(found(index, "a. terra"), (Ids{3, 4}));
  EXPECT_EQ(found(index, "e. agora"), (Ids{5}));
  EXPECT_EQ(found(index, "a terra"), (Ids{3}));
}

TEST(SearchRanking, WhatJoinsAWordOfAskingToTheRestGoesWithIt) {
  const Index index = index_of({
      book(1, "Memorial do convento de José Saramago", "Maria Soares"),
      book(2, "Ensaio de lucidez", "Saramago, José"),
      book(3, "Angola", "Miranda"),
      book(4, "Estudo sobre a epidemia de Angola", "Félix"),
  });
  EXPECT_EQ(found(index, "obras de josé saramago"), (Ids{2, 1}));
  EXPECT_EQ(found(index, "livros sobre angola"), (Ids{3, 4}));
}

TEST(SearchRanking, PluralAndGenderOfShortAndIrregularWordsAreFound) {
  const Index index = index_of({book(1, "Pães"), book(2, "Cães e gatos"), book(3, "Meninas"),
                                book(4, "Menino"), book(5, "Inglesas"), book(6, "Alemã"),
                                book(7, "Atriz"), book(8, "Europeias"), book(9, "Mesa")});
  EXPECT_EQ(found(index, "pão"), (Ids{1}));
  EXPECT_EQ(found(index, "cão e gato"), (Ids{2}));
  EXPECT_EQ(found(index, "menino"), (Ids{4, 3}));
  EXPECT_EQ(found(index, "meninas"), (Ids{3, 4}));
  EXPECT_EQ(found(index, "inglês"), (Ids{5}));
  EXPECT_EQ(found(index, "alemães"), (Ids{6}));
  EXPECT_EQ(found(index, "atores"), (Ids{7}));
  EXPECT_EQ(found(index, "europeu"), (Ids{8}));
  EXPECT_EQ(found(index, "mês x"), (Ids{}));
}

TEST(SearchRanking, WholeWordsComeBeforeOpenOnes) {
  const Index index =
      index_of({book(1, "Macaulay"), book(2, "Um guia", "Ana Sá"), book(3, "Guia de Macau")});
  EXPECT_EQ(found(index, "macau"), (Ids{3, 1}));
}

TEST(SearchRanking, TheLastWordIsAlsoAPrefix) {
  const Index index = index_of({book(1, "Casa velha"), book(2, "Casamento"), book(3, "O caso")});
  EXPECT_EQ(found(index, "cas"), (Ids{2, 1, 3}));
  EXPECT_EQ(found(index, "casa"), (Ids{1, 2, 3}));
  EXPECT_EQ(found(index, "casa velha"), (Ids{1}));
}

TEST(SearchRanking, ATitleThatRepeatsAWordIsRecognised) {
  const Index index = index_of({book(1, "Rato o rei o roeu"), book(2, "O rato roeu o rei")});
  EXPECT_EQ(found(index, "o rato roeu o rei"), (Ids{2, 1}));
}

// Behind a full page of titles that begin so, the one that is the title is still found.
TEST(SearchRanking, ATitleComesBeforeManyThatBeginLikeIt) {
  std::vector<Book> books;
  for (std::int64_t id = 1; id <= 5'000; ++id) {
    books.push_back(book(id, "Casa de campo"));
  }
  books.push_back(book(5'001, "A casa"));
  books.back().fields.edit().language = "pt";
  books.push_back(book(5'002, "Casa"));
  Index index;
  index.apply({books, {}, {1}});
  EXPECT_EQ(found(index, by_relevance("casa", 4)), (Ids{5'002, 5'001, 1, 2}));
}

TEST(SearchRanking, ATitleOfOneWordIsFoundBehindManyThatItBegins) {
  std::vector<Book> books;
  for (std::int64_t id = 1; id <= 30'000; ++id) {
    books.push_back(book(id, id % 3 == 0 ? "Casamento" : "Casa de " + std::to_string(id)));
  }
  for (const std::int64_t id : {9'000, 21'111, 29'999}) {
    books[static_cast<std::size_t>(id) - 1].fields.edit().title = id == 21'111 ? "A Casa" : "Casa";
  }
  Index index;
  index.apply({books, {}, {1}});
  EXPECT_EQ(found(index, by_relevance("casa", 5)), (Ids{9'000, 29'999, 21'111, 1, 2}));
  SearchRequest search(index.snapshot(), catalog::parse_search("casa"), {});
  search::Page counted;
  search.count(counted);
  EXPECT_EQ(counted.total, 30'000U);
}

// What the contract says, without an index: where a book stands, the slow way. Better is less;
// empty for a book that is not found.
// pass, tier, foreign to a reader of Portuguese, words of the title, age, id
using Standing = std::vector<std::int64_t>;

class SlowLook {
 public:
  SlowLook(const Book& one, const std::vector<std::string>& words, bool is_open)
      : one_(one), asked_(words), is_open_(is_open) {
    title_ = words_of(one.fields->title);
    author_ = words_of(*one.fields->author);
    surname_ = catalog::surname_words(*one.fields->author);
    rest_ = words_of(one.fields->publisher);
    for (const std::string& subject : one.fields->subjects) {
      std::ranges::copy(words_of(subject), std::back_inserter(rest_));
    }
    if (one.fields->year) {
      rest_.push_back(std::to_string(*one.fields->year));
    }
  }

  int tier() const {
    const Words unarticled = words_of(catalog::title_key(one_.fields));
    bool titled = true;
    bool authored = true;
    bool credited = true;
    bool anywhere = true;
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      const bool in_title = has(title_, i);
      const bool in_author = has(author_, i);
      titled = titled && in_title;
      authored = authored && in_author;
      credited = credited && (in_title || in_author);
      anywhere = anywhere && (in_title || in_author || has(rest_, i));
    }
    if (title_ == asked_ || unarticled == asked_) {
      return 1;
    }
    bool has_surname = false;
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      has_surname = has_surname || std::ranges::any_of(surname_, [&](const std::string& word) {
                      return is(word, i);
                    });
    }
    if (is_at(title_, 0) || is_at(unarticled, 0) || (authored && has_surname)) {
      return 2;
    }
    if (titled) {
      for (std::size_t at = 0; at < title_.size(); ++at) {
        if (is_at(title_, at)) {
          return 3;
        }
      }
      std::size_t met = 0;
      for (const std::string& word : title_) {
        met += met < asked_.size() && is(word, met) ? 1U : 0U;
      }
      return met == asked_.size() ? 4 : 5;
    }
    return credited ? 6 : anywhere ? 7 : 0;
  }

 private:
  using Words = std::vector<std::string>;
  static Words words_of(const std::string& text) {
    const std::string folded = base::fold(text);
    const auto views = base::words(folded);
    return {views.begin(), views.end()};
  }
  bool is(const std::string& word, std::size_t i) const {
    const bool open = is_open_ && i + 1 == asked_.size();
    return word == asked_[i] || (open && word.starts_with(asked_[i]));
  }
  bool has(const Words& words, std::size_t i) const {
    return std::ranges::any_of(words, [&](const std::string& word) { return is(word, i); });
  }
  bool is_at(const Words& words, std::size_t at) const {
    for (std::size_t i = 0; i < asked_.size(); ++i) {
      if (at + i >= words.size() || !is(words[at + i], i)) {
        return false;
      }
    }
    return true;
  }

  const Book& one_;
  const Words& asked_;
  const bool is_open_;
  Words title_;
  Words author_;
  Words surname_;
  Words rest_;
};

Standing standing(const Book& one, const std::vector<std::string>& words) {
  for (const bool is_open : {false, true}) {
    if (const int tier = SlowLook(one, words, is_open).tier(); tier > 0) {
      const std::string title = base::fold(one.fields->title);
      const bool is_foreign =
          !one.fields->language.empty() && !one.fields->language.starts_with("pt");
      return {is_open ? 1 : 0,
              tier,
              is_foreign ? 1 : 0,
              static_cast<std::int64_t>(base::words(title).size()),
              -one.fields->year.value_or(-40'000),
              one.id.value};
    }
  }
  return {};
}

// Words that have no spelling family in the vocabulary of Edits, so that one stage says it all.
TEST(SearchRanking, FindsAndOrdersLikeALookAtEveryBook) {
  Edits edits(7);
  for (int step = 0; step < 80; ++step) {
    edits.step();
  }
  for (int n = 0; n < 200; ++n) {
    const std::string q = edits.text(3);
    if (q.find("acao") != std::string::npos || q.find("cão") != std::string::npos) {
      continue;
    }
    const std::string folded = base::fold(q);
    std::vector<std::string> words;
    for (const std::string_view word : base::words(folded)) {
      if (std::find(words.begin(), words.end(), word) == words.end()) {
        words.emplace_back(word);
      }
    }
    if (words.size() != base::words(folded).size()) {
      continue;
    }
    std::vector<Standing> expected;
    for (const auto& [id, one] : edits.living) {
      if (Standing at = standing(one, words); !at.empty()) {
        expected.push_back(std::move(at));
      }
    }
    std::ranges::sort(expected);
    if (expected.empty()) {
      continue;
    }
    Ids ids;
    for (const Standing& at : expected) {
      ids.push_back(at.back());
    }
    catalog::Listing listing = by_relevance(q, 1000);
    listing.search->reader_language = "pt";
    EXPECT_EQ(found(edits.index, listing), ids) << q;
  }
}

}  // namespace
}  // namespace search_ranking_test
