#include "search/query/loose_query.hpp"

#include <algorithm>
#include <bit>

#include "base/text.hpp"
#include "catalog/sort_key.hpp"
#include "catalog/word_tables.hpp"
#include "search/query/segment_matcher.hpp"

namespace search {
namespace {

// Words of one question that are doubted: each is looked for in every vocabulary.
constexpr std::size_t doubted_max = 8;

// Books that may hold one of the words, an upper bound.
std::uint64_t books_with_any(const std::vector<std::string>& words, const Snapshot& snapshot) {
  std::uint64_t books = 0;
  for (const std::string& word : words) {
    books += books_with(word, snapshot);
  }
  return books;
}

std::uint64_t books_with(const LooseWord& one, const Snapshot& snapshot) {
  const std::uint64_t books =
      books_with(one.word.text, snapshot) + books_with_any(one.word.relatives, snapshot);
  if (books > 0) {
    return books;
  }
  return books_with_any(one.close.near, snapshot) + books_with_any(one.close.far, snapshot);
}

bool has_digit(std::string_view word) noexcept {
  return std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

// The rarer a word, the more it tells: in steps, so that a few books more change nothing.
std::uint32_t weight_of(std::uint64_t books, std::uint64_t books_all) noexcept {
  const std::uint64_t times = (books_all + 1) / (books + 1);
  return 8 + 4 * static_cast<std::uint32_t>(std::bit_width(times));
}

bool tells(const LooseWord& one) {
  return one.is_initial || catalog::telling_of(one.word.text) == catalog::Telling::much;
}

// True for the "de" of "obras de Saramago" and the first "o" of "o livro o cortiço": with the word
// of asking goes what joins it to the rest. An article behind it belongs to a title.
bool hangs_on_asking(const std::vector<LooseWord>& words, const LooseWord& one) {
  const auto telling = [](const LooseWord& word) { return catalog::telling_of(word.word.text); };
  const auto is_asking = [&](const LooseWord& word) {
    return telling(word) == catalog::Telling::asking;
  };
  const auto at = static_cast<std::size_t>(&one - words.data());
  const bool is_behind = at > 0 && is_asking(words[at - 1]) && !catalog::is_article(one.word.text);
  return !is_asking(one) && (is_behind || (at + 1 < words.size() && is_asking(words[at + 1])));
}

void weigh(LooseQuery& query, const Snapshot& snapshot) {
  const bool any_tells = std::ranges::any_of(query.words, tells);
  std::uint32_t known = 0;
  std::uint32_t known_weight = 0;
  std::vector<LooseWord*> unknown;
  for (LooseWord& one : query.words) {
    if (any_tells && !tells(one)) {
      one.weight = hangs_on_asking(query.words, one) ? 0 : 1;
      continue;
    }
    const std::uint64_t books = books_with(one, snapshot);
    if (books == 0 && !is_known(one.word, snapshot) && !one.is_initial) {
      unknown.push_back(&one);
      continue;
    }
    one.weight = weight_of(books, snapshot.books());
    one.weight = has_digit(one.word.text) || one.is_initial ? one.weight / 2 : one.weight;
    known_weight += one.weight;
    ++known;
  }
  for (LooseWord* const one : unknown) {
    one->weight = known == 0 ? 8 : known_weight / known / 2;
  }
  for (const LooseWord& one : query.words) {
    query.cost_all += one.cost(Likeness::left_out);
  }
  for (const QueryTerm& term : query.required.present) {
    std::uint32_t most = 0;
    for (const QueryWord& word : term.words) {
      most = std::max(most, weight_of(books_with(word.text, snapshot), snapshot.books()));
    }
    query.cost_all += 16 * most;
  }
}

// The known word that the fewest books have, beside `except`.
const LooseWord* rarest(const LooseQuery& query, const Snapshot& snapshot,
                        const LooseWord& except) {
  const LooseWord* found = nullptr;
  std::uint64_t fewest = 0;
  for (const LooseWord& one : query.words) {
    const std::uint64_t books = &one == &except ? 0 : books_with(one.word.text, snapshot);
    if (books > 0 && (found == nullptr || books < fewest)) {
      found = &one;
      fewest = books;
    }
  }
  return found;
}

}  // namespace

std::optional<LooseQuery> loosen(const BoundQuery& query, const Snapshot& snapshot,
                                 Correctable whose) {
  LooseQuery made;
  made.required = {{}, query.absent, query.filters, query.bounds, query.reader_language};
  for (std::size_t term = 0; term < query.present.size(); ++term) {
    const QueryTerm& one = query.present[term];
    if (one.is_literal) {
      made.required.present.push_back(one);
      continue;
    }
    made.words.push_back({one.words.front(), one.fields, one.ranks, term, one.is_initial, {}, 1});
  }
  if (made.words.empty()) {
    return std::nullopt;
  }
  std::size_t doubted = 0;
  for (LooseWord& one : made.words) {
    const bool is_doubted = whose == Correctable::every_word || !is_known(one.word, snapshot);
    if (is_doubted && catalog::telling_of(one.word.text) == catalog::Telling::much &&
        doubted++ < doubted_max) {
      const LooseWord* const beside = rarest(made, snapshot, one);
      const CompanionWords companions =
          beside == nullptr ? CompanionWords{}
                            : CompanionWords(snapshot, beside->word, beside->fields);
      one.close = close_words(one.word.text, snapshot, companions);
    }
  }
  weigh(made, snapshot);
  return made;
}

}  // namespace search
