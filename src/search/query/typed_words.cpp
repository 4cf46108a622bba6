#include "search/query/typed_words.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "catalog/search_words.hpp"
#include "catalog/spelling.hpp"
#include "catalog/typo.hpp"

namespace search {
namespace {

using catalog::SearchField;
using catalog::SearchTerm;

constexpr std::size_t spellings_max = 4;
constexpr std::size_t corrections_max = 6;
constexpr std::size_t corrected_letters_min = 4;
constexpr std::size_t corrected_letters_max = 24;
// Letters that may stand in one place. Some scripts have thousands.
constexpr unsigned letters_tried_max = 40;
constexpr TermId words_counted_max = 32;

bool has_digits(std::string_view word) noexcept {
  return std::ranges::any_of(word, [](char c) { return base::is_digit(c); });
}

std::vector<std::string> folded_words(const std::string& text) {
  const std::string folded = base::fold(text);
  std::vector<std::string_view> words;
  catalog::append_search_words(words, folded);
  return {words.begin(), words.end()};
}

NumberRange terms_of(const TermDictionary& words, const std::string& word, SearchTerm::End end) {
  if (end == SearchTerm::End::open) {
    return words.with_prefix(word);
  }
  const auto number = words.find(word);
  return number ? NumberRange{*number, *number + 1} : NumberRange{};
}

// How many documents have such words; of many words the first are counted.
std::uint64_t documents_with(const std::string& word, SearchTerm::End end,
                             const Snapshot& snapshot) {
  std::uint64_t documents = 0;
  for (const LivingSegment& one : snapshot.segments) {
    const NumberRange range = terms_of(one.segment->words, word, end);
    const TermId last = std::min(range.end, range.begin + words_counted_max);
    for (TermId number = range.begin; number < last; ++number) {
      documents += one.segment->postings.count(number);
    }
  }
  return documents;
}

// Words of a dictionary that are one edit away: only letters that follow somewhere are tried.
class OneEdit {
 public:
  OneEdit(const std::string& word, SearchTerm::End end, const TermDictionary& words)
      : words_(words), end_(end) {
    for (std::string_view rest = word; !rest.empty();) {
      const std::size_t size = std::max<std::size_t>(base::utf8::decode(rest).size, 1);
      letters_.push_back(rest.substr(0, size));
      rest.remove_prefix(size);
    }
  }

  std::vector<std::string> found() && {
    for (std::size_t at = 0; at < letters_.size(); ++at) {
      const std::string before = joined(0, at);
      const std::string after = joined(at + 1, letters_.size());
      const std::string from = joined(at, letters_.size());
      add(before + after);
      if (at + 1 < letters_.size()) {
        add(before + std::string(letters_[at + 1]) + std::string(letters_[at]) +
            joined(at + 2, letters_.size()));
      }
      each_letter_behind(before, [&](const std::string& begun) {
        add(begun + after);
        add(begun + from);
      });
    }
    if (end_ == SearchTerm::End::whole) {
      const std::string all = joined(0, letters_.size());
      each_letter_behind(all, [&](const std::string& begun) { add(begun); });
    }
    return std::move(found_);
  }

 private:
  std::string joined(std::size_t begin, std::size_t end) const {
    std::string text;
    for (std::size_t i = begin; i < end; ++i) {
      text += letters_[i];
    }
    return text;
  }
  void add(const std::string& word) {
    if (!word.empty() && !terms_of(words_, word, end_).empty()) {
      found_.push_back(word);
    }
  }
  // Calls visit(`before` and a letter) for the letters that follow it in the dictionary.
  template <class Visit>
  void each_letter_behind(const std::string& before, Visit visit) const {
    NumberRange range = words_.with_prefix(before);
    for (unsigned tried = 0; !range.empty() && tried < letters_tried_max; ++tried) {
      const std::string_view rest = words_.text(range.begin).substr(before.size());
      if (rest.empty()) {
        ++range.begin;
        continue;
      }
      const std::size_t size = std::max<std::size_t>(base::utf8::decode(rest).size, 1);
      const std::string begun = before + std::string(rest.substr(0, size));
      visit(begun);
      range.begin = std::min(words_.with_prefix(begun).end, range.end);
    }
  }

  const TermDictionary& words_;
  const SearchTerm::End end_;
  std::vector<std::string_view> letters_;
  std::vector<std::string> found_;
};

bool may_have_slip(std::string_view word) {
  const std::size_t letters = base::code_points(word);
  return letters >= corrected_letters_min && letters <= corrected_letters_max && !has_digits(word);
}

SearchTerm::End end_of(const TypedWords& typed, std::size_t word) noexcept {
  const bool is_open = typed.is_open && word + 1 == typed.words.size();
  return is_open ? SearchTerm::End::open : SearchTerm::End::whole;
}

// The words of its spelling family that the catalogue has, without itself.
std::vector<std::string> relatives_of(const std::string& word, const Snapshot& snapshot) {
  std::vector<std::string> relatives;
  const std::string family = catalog::spelling_family(word);
  if (family.empty()) {
    return relatives;
  }
  for (const LivingSegment& one : snapshot.segments) {
    for (const TermId member : one.segment->family(family, word)) {
      std::string relative(one.segment->words.text(member));
      if (relative != word && std::ranges::find(relatives, relative) == relatives.end()) {
        relatives.push_back(std::move(relative));
      }
    }
  }
  return relatives;
}

}  // namespace

std::string TypedWords::text() const {
  std::string all;
  for (const std::string& word : words) {
    all += all.empty() ? "" : " ";
    all += word;
  }
  return all;
}

TypedWords TypedWords::without_numbers() const {
  TypedWords named;
  std::ranges::copy_if(words, std::back_inserter(named.words),
                       [](const std::string& word) { return !has_digits(word); });
  if (named.words.empty()) {
    return *this;
  }
  named.is_open = is_open && !has_digits(words.back());
  return named;
}

TypedSearch typed_search(const catalog::SearchQuery& query) {
  TypedSearch made;
  for (const SearchTerm& term : query.terms) {
    std::vector<std::string> words;
    for (const std::string& word : term.words) {
      const std::vector<std::string> parts = folded_words(word);
      words.insert(words.end(), parts.begin(), parts.end());
      if (parts != std::vector{word} && term.demand == SearchTerm::Demand::present) {
        made.signed_words.push_back(word);
      }
    }
    if (term.demand == SearchTerm::Demand::absent) {
      made.unwanted.push_back(std::move(words));
      continue;
    }
    const auto asks = [&](SearchField field) {
      return term.field == SearchField::any || term.field == field;
    };
    made.asks_titles = made.asks_titles && asks(SearchField::title);
    made.asks_authors = made.asks_authors && asks(SearchField::author);
    made.asks_subjects = made.asks_subjects && asks(SearchField::subject);
    made.typed.words.insert(made.typed.words.end(), words.begin(), words.end());
    made.typed.is_open = term.end == SearchTerm::End::open && made.signed_words.empty();
  }
  return made;
}

bool has_signed_words(const std::string& text, const TypedSearch& typed) {
  if (typed.signed_words.empty()) {
    return true;
  }
  std::string folded;
  catalog::append_search_fold(folded, text);
  std::vector<std::string_view> held;
  catalog::append_search_words(held, folded);
  return std::ranges::all_of(typed.signed_words, [&](const std::string& word) {
    return std::ranges::find(held, std::string_view(word)) != held.end();
  });
}

WordHolder::WordHolder(const TypedWords& typed, const Snapshot& snapshot) : typed_(typed) {
  std::ranges::transform(typed.words, std::back_inserter(relatives_),
                         [&](const std::string& word) { return relatives_of(word, snapshot); });
}

std::optional<Held> WordHolder::held_in(std::string_view folded) {
  held_.clear();
  catalog::append_search_words(held_, folded);
  auto how = Held::whole;
  for (std::size_t i = 0; i < typed_.words.size(); ++i) {
    const std::string_view word = typed_.words[i];
    if (std::ranges::find(held_, word) != held_.end()) {
      continue;
    }
    const bool is_begun = end_of(typed_, i) == SearchTerm::End::open &&
                          std::ranges::any_of(held_, [word](std::string_view other) {
                            return other.starts_with(word);
                          });
    if (is_begun) {
      how = std::max(how, Held::begun);
      continue;
    }
    const bool is_related = std::ranges::any_of(relatives_[i], [this](const std::string& relative) {
      return std::ranges::find(held_, std::string_view(relative)) != held_.end();
    });
    if (!is_related) {
      return std::nullopt;
    }
    how = Held::related;
  }
  return how;
}

std::vector<TypedWords> other_spellings(const TypedWords& typed, const Snapshot& snapshot) {
  std::vector<TypedWords> all{typed};
  for (std::size_t i = 0; i < typed.words.size(); ++i) {
    const std::string& word = typed.words[i];
    std::vector<std::string> relatives = relatives_of(word, snapshot);
    std::ranges::sort(relatives, {}, [&](const std::string& relative) {
      return std::pair(
          -static_cast<std::int64_t>(documents_with(relative, SearchTerm::End::whole, snapshot)),
          relative);
    });
    const std::size_t before = all.size();
    for (std::size_t at = 0; at < before; ++at) {
      for (const std::string& relative : relatives) {
        if (all.size() > spellings_max) {
          break;
        }
        TypedWords other = all[at];
        other.words[i] = relative;
        all.push_back(std::move(other));
      }
    }
  }
  all.erase(all.begin());
  return all;
}

std::vector<TypedWords> without_slip(const TypedWords& typed, const Snapshot& snapshot) {
  std::vector<std::size_t> doubted;
  for (std::size_t i = 0; i < typed.words.size(); ++i) {
    if (documents_with(typed.words[i], end_of(typed, i), snapshot) == 0) {
      doubted.push_back(i);
    }
  }
  // One slip, not two. When each word is known, the last is the one that is looked at.
  if (doubted.size() > 1 || typed.empty()) {
    return {};
  }
  const std::size_t place = doubted.empty() ? typed.words.size() - 1 : doubted.front();
  const std::string& word = typed.words[place];
  const SearchTerm::End end = end_of(typed, place);
  if (!may_have_slip(word)) {
    return {};
  }
  std::map<std::string, std::uint64_t> close;
  for (const LivingSegment& one : snapshot.segments) {
    for (std::string& other : OneEdit(word, end, one.segment->words).found()) {
      close.try_emplace(std::move(other), 0);
    }
  }
  for (const catalog::SoundAlike& alike : catalog::sound_alikes(word)) {
    if (alike.edits == 1) {
      close.try_emplace(alike.text, 0);
    }
  }
  close.erase(word);
  std::vector<std::pair<std::string, std::uint64_t>> known;
  for (const auto& [other, none] : close) {
    if (const std::uint64_t documents = documents_with(other, end, snapshot); documents > 0) {
      known.emplace_back(other, documents);
    }
  }
  std::ranges::stable_sort(known, std::ranges::greater(),
                           &std::pair<std::string, std::uint64_t>::second);
  known.resize(std::min(known.size(), corrections_max));
  std::vector<TypedWords> all;
  for (const auto& [other, documents] : known) {
    TypedWords corrected = typed;
    corrected.words[place] = other;
    all.push_back(std::move(corrected));
  }
  return all;
}

}  // namespace search
