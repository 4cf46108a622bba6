#include "search/query/fuzzy_terms.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "catalog/typo.hpp"
#include "catalog/word_tables.hpp"
#include "search/query/segment_matcher.hpp"

namespace search {
namespace {

constexpr std::size_t close_words_max = 24;  // of each distance
// Beyond so many books one word is as common as another.
constexpr std::uint32_t counted_max = 1000;
// The living ones among so many books are counted; of more, one that lives stands for all.
constexpr std::uint32_t deleted_counted_max = 64;
// Behind so many deleted ones, one is taken to live: looking further would take too long.
constexpr std::uint32_t deleted_passed_max = 10'000;
// Reading the records of so many documents costs about as much as looking for close words.
constexpr std::uint64_t companions_max = 2000;

struct Candidate {
  unsigned distance;
  bool is_companion = false;
  std::uint32_t books = 0;
};
using Candidates = std::map<std::string, Candidate, std::less<>>;

std::uint32_t living_books(const LivingSegment& one, TermId word) {
  std::uint32_t books = 0;
  PostingCursor cursor = one.segment->postings.list(word);
  for (; cursor.doc() != no_doc && books < counted_max; cursor.next()) {
    books += one.deleted->has(cursor.doc()) ? 0U : 1U;
  }
  return books;
}

bool has_living_book(const LivingSegment& one, TermId word) {
  PostingCursor cursor = one.segment->postings.list(word);
  std::uint32_t passed = 0;
  while (passed < deleted_passed_max && cursor.doc() != no_doc && one.deleted->has(cursor.doc())) {
    cursor.next();
    ++passed;
  }
  return cursor.doc() != no_doc;
}

bool has_living_book(const LivingSegment& one, std::string_view word) {
  const auto number = one.segment->words.find(word);
  return number && has_living_book(one, *number);
}

bool has_living_book(const LivingSegment& one, NumberRange words) {
  while (!words.empty() && !has_living_book(one, words.begin)) {
    ++words.begin;
  }
  return !words.empty();
}

bool is_of_three_letters(std::string_view word) noexcept {
  return base::code_points(word) == 3 &&
         std::ranges::none_of(word, [](char c) { return base::is_digit(c); });
}

}  // namespace

std::uint64_t books_with(std::string_view word, const Snapshot& snapshot) {
  std::uint64_t books = 0;
  for (const LivingSegment& one : snapshot.segments) {
    if (const auto number = one.segment->words.find(word)) {
      const std::uint32_t count = one.segment->postings.count(*number);
      if (one.deleted->count() == 0) {
        books += count;
      } else if (count <= deleted_counted_max) {
        books += living_books(one, *number);
      } else {
        books += has_living_book(one, *number) ? count : 0;
      }
    }
  }
  return books;
}

bool has_word(std::string_view text, const Snapshot& snapshot) {
  return std::ranges::any_of(snapshot.segments,
                             [&](const LivingSegment& one) { return has_living_book(one, text); });
}

bool is_likely_misspelled(const BoundQuery& query, const Snapshot& snapshot) {
  return std::ranges::any_of(query.present, [&](const QueryTerm& term) {
    if (term.is_literal) {
      return false;
    }
    const std::string& word = term.words.front().text;
    const std::uint64_t books = books_with(word, snapshot);
    return catalog::has_near_sound_alike(
        word, [&](std::string_view alike) { return books_with(alike, snapshot) > books; });
  });
}

bool is_known(const QueryWord& word, const Snapshot& snapshot) {
  if (has_word(word.text, snapshot)) {
    return true;
  }
  return std::ranges::any_of(snapshot.segments, [&](const LivingSegment& one) {
    const bool is_begun = word.end == catalog::SearchTerm::End::open &&
                          has_living_book(one, one.segment->words.with_prefix(word.text));
    return is_begun ||
           std::ranges::any_of(
               word.relatives,
               [&](const std::string& text) { return has_living_book(one, text); }) ||
           std::ranges::any_of(word.families, [&](const std::string& family) {
             return std::ranges::any_of(one.segment->family(family, word.text), [&](TermId member) {
               return has_living_book(one, member);
             });
           });
  });
}

CompanionWords::CompanionWords(const Snapshot& snapshot, const QueryWord& of, FieldMask fields) {
  std::uint64_t documents = 0;
  for (const LivingSegment& one : snapshot.segments) {
    if (const auto number = one.segment->words.find(of.text)) {
      documents += one.segment->postings.count(*number);
    }
  }
  if (documents == 0 || documents > companions_max) {
    return;
  }
  for (const LivingSegment& one : snapshot.segments) {
    std::vector<TermId>& words = words_.emplace_back();
    const auto number = one.segment->words.find(of.text);
    if (!number) {
      continue;
    }
    for (PostingCursor at = one.segment->postings.list(*number); at.doc() != no_doc; at.next()) {
      if ((at.fields() & fields) != 0 && !one.deleted->has(at.doc())) {
        each_word(one.segment->documents.forward_record(at.doc()),
                  [&](Field /*field*/, std::uint32_t word) {
                    if (word != 0) {
                      words.push_back(word - 1);
                    }
                  });
      }
    }
    std::ranges::sort(words);
    words.erase(std::unique(words.begin(), words.end()), words.end());
  }
}

bool CompanionWords::has(std::size_t segment, TermId word) const noexcept {
  return !words_.empty() && std::ranges::binary_search(words_[segment], word);
}

bool BookWords::holds(std::string_view text, FieldMask fields) const {
  const auto id = one_.segment->words.find(text);
  bool found = false;
  each_word(one_.segment->documents.forward_record(doc_), [&](Field field, std::uint32_t word) {
    found = found || (id && word == *id + 1 && (mask_of(field) & fields) != 0);
  });
  return found;
}

std::vector<CloseWord> words_close_to(std::string_view word, unsigned edits,
                                      const TermDictionary& words) {
  catalog::FuzzyMatcher close(word, edits);
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

CloseWords close_words(const std::string& word, const Snapshot& snapshot,
                       const CompanionWords& companions) {
  const std::vector<catalog::SoundAlike> alike = catalog::sound_alikes(word);
  const bool is_short = is_of_three_letters(word);
  const unsigned edits = is_short ? 1 : catalog::edits_allowed(word);
  // Signs are no slips: c++, .net.
  const bool has_signs = word.find_first_of(".+#") != std::string::npos;
  if (has_signs || (is_short && companions.is_empty())) {
    return {};
  }
  Candidates found;
  for (std::size_t segment = 0; segment < snapshot.segments.size(); ++segment) {
    const LivingSegment& one = snapshot.segments[segment];
    const TermDictionary& words = one.segment->words;
    const auto add = [&](TermId number, unsigned distance) {
      const bool is_companion = companions.has(segment, number);
      const bool may_be = distance > 0 && (is_companion || !is_short);
      const std::uint32_t books = may_be ? living_books(one, number) : 0;
      if (books == 0) {
        return;
      }
      auto& candidate =
          found.try_emplace(std::string(words.text(number)), Candidate{distance}).first->second;
      candidate.distance = std::min(candidate.distance, distance);
      candidate.is_companion = candidate.is_companion || is_companion;
      candidate.books = std::min(candidate.books + books, counted_max);
    };
    if (edits > 0) {
      for (const auto [number, distance] : words_close_to(word, edits, words)) {
        add(number, distance);
      }
    }
    for (const auto& [text, distance] : alike) {
      if (const auto number = words.find(text)) {
        add(*number, distance);
      }
    }
  }
  std::vector<const Candidates::value_type*> all;
  for (const auto& one : found) {
    // Who writes a telling word does not mean one of grammar.
    if (catalog::telling_of(one.first) != catalog::Telling::stop) {
      all.push_back(&one);
    }
  }
  std::ranges::sort(all, {}, [](const auto* one) {
    return std::tuple(!one->second.is_companion, counted_max - one->second.books, one->first);
  });
  CloseWords best;
  for (const auto* const one : all) {
    std::vector<std::string>& of = one->second.distance == 1 ? best.near : best.far;
    if (of.size() < close_words_max) {
      of.push_back(one->first);
    }
  }
  return best;
}

}  // namespace search
