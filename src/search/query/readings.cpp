#include "search/query/readings.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "catalog/word_tables.hpp"
#include "search/query/fuzzy_terms.hpp"

namespace search {
namespace {

using catalog::SearchQuery;
using catalog::SearchTerm;

constexpr std::size_t joined_words_max = 3;
constexpr std::size_t split_parts_max = 6;
constexpr std::uint32_t cost_of_part = 4;  // as a word that is 8 times rarer
constexpr std::size_t split_letters_max = 60;

// A term of one word that may be written otherwise.
bool is_plain(const SearchTerm& term) noexcept {
  return term.demand == SearchTerm::Demand::present && term.spelling == SearchTerm::Spelling::any &&
         term.words.size() == 1;
}

bool is_ascii(const std::string& word) noexcept {
  return std::ranges::all_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool knows(const std::string& word, const Snapshot& snapshot) {
  return is_known(with_relatives(word, SearchTerm::End::whole), snapshot);
}

class Reader {
 public:
  Reader(const SearchQuery& query, const Snapshot& snapshot) : query_(query), snapshot_(snapshot) {}

  std::vector<Reading> read() {
    join_signs();
    join_neighbours();
    split_words();
    return std::move(readings_);
  }

 private:
  std::size_t run_from(std::size_t begin, std::size_t most) const noexcept {
    std::size_t end = begin;
    while (end < query_.terms.size() && end - begin < most && is_plain(query_.terms[end]) &&
           query_.terms[end].field == query_.terms[begin].field) {
      ++end;
    }
    return end - begin;
  }

  // "antissocial" for "anti social": r and s between vowels are written twice.
  std::vector<std::string> joined(std::size_t begin, std::size_t count) const {
    std::string plain;
    std::string doubled;
    for (std::size_t i = begin; i < begin + count; ++i) {
      const std::string& word = query_.terms[i].words.front();
      const bool doubles = !plain.empty() && (word.front() == 'r' || word.front() == 's') &&
                           std::string_view("aeiou").find(plain.back()) != std::string_view::npos;
      doubled += doubles ? word.substr(0, 1) + word : word;
      plain += word;
    }
    return plain == doubled ? std::vector{plain} : std::vector{plain, doubled};
  }

  void add(SearchQuery query, SearchStage stage) {
    const bool is_new =
        std::ranges::none_of(readings_, [&](const Reading& known) { return known.query == query; });
    if (is_new && readings_.size() < readings_max) {
      readings_.push_back({std::move(query), stage});
    }
  }

  SearchQuery replaced(std::size_t begin, std::size_t count, SearchTerm by) const {
    SearchQuery made = query_;
    by.field = query_.terms[begin].field;
    by.end = by.words.size() == 1 ? query_.terms[begin + count - 1].end : SearchTerm::End::whole;
    const auto first = made.terms.begin() + static_cast<std::ptrdiff_t>(begin);
    made.terms.erase(first + 1, first + static_cast<std::ptrdiff_t>(count));
    *first = std::move(by);
    if (begin + 1 < made.terms.size()) {
      made.terms[begin + 1].joint = SearchTerm::Joint::apart;
    }
    return made;
  }

  void join(std::size_t begin, std::size_t count, SearchStage stage) {
    for (std::string& word : joined(begin, count)) {
      if (word.size() <= catalog::search_word_bytes_max && knows(word, snapshot_)) {
        add(replaced(begin, count, {.words = {std::move(word)}}), stage);
      }
    }
  }

  void join_signs() {
    for (std::size_t begin = 0; begin < query_.terms.size(); ++begin) {
      std::size_t count = run_from(begin, query_.terms.size());
      std::size_t signs = 1;
      while (signs < count && query_.terms[begin + signs].joint == SearchTerm::Joint::joined) {
        ++signs;
      }
      if (signs > 1 && query_.terms[begin].joint == SearchTerm::Joint::apart) {
        join(begin, signs, SearchStage::family);
      }
    }
  }

  void join_neighbours() {
    for (std::size_t begin = 0; begin < query_.terms.size(); ++begin) {
      const std::size_t most = run_from(begin, joined_words_max);
      for (std::size_t count = 2; count <= most; ++count) {
        std::string key;
        for (std::size_t i = begin; i < begin + count; ++i) {
          key += (i > begin ? "_" : "") + query_.terms[i].words.front();
        }
        if (const auto equal = catalog::equal_words(key); !equal.empty()) {
          add(replaced(begin, count, {.words = {std::string(equal.front())}}), SearchStage::family);
        }
        join(begin, count, SearchStage::approximate);
      }
    }
  }

  // The likeliest way to part a run of letters into known words: each costs the more, the rarer it
  // is.
  std::optional<std::vector<std::string>> parts_of(const std::string& word) const {
    struct Cut {
      std::uint32_t cost = 0;
      std::size_t parts = 0;
      std::size_t from = 0;
      bool is_reached = false;
    };
    std::vector<Cut> cuts(word.size() + 1);
    cuts[0].is_reached = true;
    for (std::size_t end = 1; end <= word.size(); ++end) {
      for (std::size_t begin = 0; begin < end; ++begin) {
        const bool may_go_on = cuts[begin].is_reached && cuts[begin].parts < split_parts_max;
        if (!may_go_on || end - begin == word.size()) {
          continue;
        }
        const std::string_view part = std::string_view(word).substr(begin, end - begin);
        const bool is_letter_alone =
            part.size() == 1 && std::string_view("aeoy").find(part) == std::string_view::npos;
        const std::uint64_t books = is_letter_alone ? 0 : books_with(part, snapshot_);
        if (books == 0) {
          continue;
        }
        const std::uint64_t times = (snapshot_.books() + 1) / (books + 1);
        const std::uint32_t cost =
            cuts[begin].cost + cost_of_part + static_cast<std::uint32_t>(std::bit_width(times));
        if (!cuts[end].is_reached || cost < cuts[end].cost) {
          cuts[end] = {cost, cuts[begin].parts + 1, begin, true};
        }
      }
    }
    if (!cuts.back().is_reached) {
      return std::nullopt;
    }
    std::vector<std::string> parts;
    for (std::size_t end = word.size(); end > 0; end = cuts[end].from) {
      parts.insert(parts.begin(), word.substr(cuts[end].from, end - cuts[end].from));
    }
    return parts;
  }

  // Words that the catalogue lacks, in the likeliest parts, then cut in two at each place.
  void split_words() {
    for (std::size_t at = 0; at < query_.terms.size(); ++at) {
      const SearchTerm& term = query_.terms[at];
      const bool may_be_split = is_plain(term) && term.words.front().size() <= split_letters_max &&
                                base::code_points(term.words.front()) == term.words.front().size();
      if (!may_be_split || has_word(term.words.front(), snapshot_)) {
        continue;
      }
      const std::string& word = term.words.front();
      if (auto parts = parts_of(word)) {
        add(replaced(at, 1, as_phrase(*std::move(parts))), SearchStage::approximate);
      }
      for (std::size_t cut = 1; cut < word.size(); ++cut) {
        const std::string left = word.substr(0, cut);
        const std::string right = word.substr(cut);
        const bool are_words = left.size() + right.size() > 3 && has_word(left, snapshot_) &&
                               has_word(right, snapshot_);
        if (are_words) {
          add(replaced(at, 1, as_phrase({left, right})), SearchStage::approximate);
        }
      }
    }
  }

  static SearchTerm as_phrase(std::vector<std::string> words) {
    return {.words = std::move(words)};
  }

  const SearchQuery& query_;
  const Snapshot& snapshot_;
  std::vector<Reading> readings_;
};

}  // namespace

SearchQuery as_typed(const SearchQuery& query) {
  SearchQuery typed;
  for (const SearchTerm& term : query.terms) {
    const bool is_split = term.spelling == SearchTerm::Spelling::any && term.words.size() > 1 &&
                          std::ranges::all_of(term.words, is_ascii);
    if (!is_split) {
      typed.terms.push_back(term);
      continue;
    }
    for (const std::string& word : term.words) {
      SearchTerm one = term;
      one.words = {word};
      typed.terms.push_back(std::move(one));
    }
  }
  return typed;
}

std::vector<Reading> readings(const SearchQuery& query, const Snapshot& snapshot) {
  return Reader(query, snapshot).read();
}

}  // namespace search
