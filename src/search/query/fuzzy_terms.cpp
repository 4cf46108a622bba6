#include "search/query/fuzzy_terms.hpp"

#include <algorithm>
#include <map>

#include "catalog/typo.hpp"

namespace search {
namespace {

constexpr std::size_t close_words_max = 8;
// Words of one search that are doubted: each is looked for in every vocabulary.
constexpr std::size_t doubted_max = 8;
// Beyond so many books one word is as common as another.
constexpr std::uint32_t counted_max = 1000;

struct Candidate {
  unsigned distance;
  std::uint32_t books = 0;
};

std::uint32_t living_books(const LivingSegment& one, TermId word) {
  std::uint32_t books = 0;
  PostingCursor cursor = one.segment->postings.list(word);
  for (; cursor.doc() != no_doc && books < counted_max; cursor.next()) {
    books += one.deleted->has(cursor.doc()) ? 0U : 1U;
  }
  return books;
}

bool is_known(const QueryWord& word, const Snapshot& snapshot) {
  return std::any_of(
      snapshot.segments.begin(), snapshot.segments.end(), [&](const LivingSegment& one) {
        const auto number = one.segment->words.find(word.text);
        const bool is_there = number && living_books(one, *number) > 0;
        return is_there ||
               (word.end == catalog::SearchTerm::End::open &&
                !one.segment->words.with_prefix(word.text).empty()) ||
               (!word.family.empty() && !one.segment->family(word.family, word.text).empty());
      });
}

std::vector<std::string> close_words(const std::string& word, const Snapshot& snapshot) {
  std::map<std::string, Candidate, std::less<>> found;
  for (const LivingSegment& one : snapshot.segments) {
    const TermDictionary& words = one.segment->words;
    for (const auto [number, distance] : words_close_to(word, words)) {
      const std::uint32_t books = distance > 0 ? living_books(one, number) : 0;
      if (books > 0) {
        const std::string text(words.text(number));
        auto& candidate = found.try_emplace(text, Candidate{distance}).first->second;
        candidate.books = std::min(candidate.books + books, counted_max);
      }
    }
  }
  std::vector<std::pair<std::string, Candidate>> all(found.begin(), found.end());
  std::sort(all.begin(), all.end(), [](const auto& left, const auto& right) {
    return std::tuple(left.second.distance, counted_max - left.second.books, left.first) <
           std::tuple(right.second.distance, counted_max - right.second.books, right.first);
  });
  std::vector<std::string> best;
  for (std::size_t i = 0; i < std::min(all.size(), close_words_max); ++i) {
    best.push_back(all[i].first);
  }
  return best;
}

}  // namespace

std::vector<CloseWord> words_close_to(std::string_view word, const TermDictionary& words) {
  catalog::FuzzyMatcher close(word);
  std::vector<CloseWord> found;
  for (TermId number = 0; number < words.size();) {
    if (const auto distance = close.distance(words.text(number))) {
      found.push_back({number, *distance});
    }
    const auto next = close.next_candidate();
    number = next ? words.seek(number + 1, *next) : static_cast<TermId>(words.size());
  }
  return found;
}

bool add_close_words(BoundQuery& query, const Snapshot& snapshot, Correctable whose) {
  bool any = false;
  std::size_t doubted = 0;
  for (QueryTerm& term : query.present) {
    // A phrase is meant as it is spelled.
    if (term.words.size() != 1 || catalog::edits_allowed(term.words.front().text) == 0) {
      continue;
    }
    QueryWord& word = term.words.front();
    if (is_known(word, snapshot) == (whose == Correctable::known_words) &&
        doubted++ < doubted_max) {
      word.close = close_words(word.text, snapshot);
      any = any || !word.close.empty();
    }
  }
  return any;
}

catalog::SearchQuery corrected_query(const catalog::SearchQuery& asked, const BoundQuery& query,
                                     const BookWords& found) {
  catalog::SearchQuery meant = asked;
  std::size_t present = 0;
  for (catalog::SearchTerm& term : meant.terms) {
    if (term.demand == catalog::SearchTerm::Demand::absent) {
      continue;
    }
    const QueryTerm& bound = query.present[present++];
    const QueryWord& word = bound.words.front();
    if (word.close.empty() || found.holds(word.text, bound.fields)) {
      continue;
    }
    const auto close = std::find_if(word.close.begin(), word.close.end(), [&](const auto& text) {
      return found.holds(text, bound.fields);
    });
    if (close != word.close.end()) {
      term.words = {*close};
    }
  }
  return meant;
}

bool BookWords::holds(std::string_view text, FieldMask fields) const {
  const auto id = one_.segment->words.find(text);
  bool found = false;
  each_word(one_.segment->documents.forward_record(doc_), [&](Field field, std::uint32_t word) {
    found = found || (id && word == *id + 1 && (mask_of(field) & fields) != 0);
  });
  return found;
}

}  // namespace search
