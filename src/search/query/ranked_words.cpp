#include "search/query/ranked_words.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace search {

void RankedWords::append(std::vector<TermSet> words, TermSet last) {
  std::ranges::move(words, std::back_inserter(words_));
  last_ = std::move(last);
}

// True when the title has as many words as the query, its article counted or not: a look into two
// columns, where reading the title costs a hundred times as much.
bool RankedWords::has_exact_length(const DocumentColumns& documents, DocNumber doc) const noexcept {
  const std::size_t length = documents.title_words[doc];
  return length == words_.size() || length == words_.size() + documents.article_words[doc];
}

// The words at hand from there on are the query's.
bool RankedWords::begins_at(std::size_t place, std::uint64_t& work) const {
  if (place + words_.size() > read_.size()) {
    return false;
  }
  return is_phrase_from(place, work);
}

bool RankedWords::is_phrase_from(std::size_t place, std::uint64_t& work) const {
  for (std::size_t i = 0; i < words_.size(); ++i) {
    ++work;
    if (!words_[i].has(read_[place + i] - 1)) {
      return false;
    }
  }
  return true;
}

bool RankedWords::is_in_order(std::uint64_t& work) const {
  std::size_t met = 0;
  for (const std::uint32_t word : read_) {
    ++work;
    met += met < words_.size() && words_[met].has(word - 1) ? 1U : 0U;
  }
  return met == words_.size();
}

Tier RankedWords::title_tier(const DocumentColumns& documents, DocNumber doc,
                             std::uint64_t& work) const {
  read_.clear();
  each_title_word(documents.forward_record(doc), [&](std::uint32_t word) {
    ++work;
    read_.push_back(word);
    return read_.size() < title_words_max;
  });
  const std::size_t article = documents.article_words[doc];
  const std::size_t length = documents.title_words[doc];
  auto best = Tier::title;
  for (const std::size_t place : {std::size_t{0}, article}) {
    if (begins_at(place, work)) {
      const bool is_all = place + words_.size() == length && last_.has(read_[length - 1] - 1);
      best = std::min(best, is_all ? Tier::exact_title : Tier::title_prefix_or_author);
    }
  }
  if (best < Tier::title) {
    return best;
  }
  for (std::size_t place = 1; place + words_.size() <= read_.size(); ++place) {
    if (is_phrase_from(place, work)) {
      return Tier::title_phrase;
    }
  }
  return is_in_order(work) ? Tier::title_in_order : Tier::title;
}

bool RankedWords::is_one_person(const DocumentColumns& documents, DocNumber doc,
                                std::uint64_t& work) const {
  if (words_.size() == 1) {
    return true;
  }
  bool found = false;
  read_.clear();
  const auto end_name = [&] {
    found = found || (!read_.empty() && std::ranges::all_of(words_, [&](const TermSet& wanted) {
              return std::ranges::any_of(read_,
                                         [&](std::uint32_t word) { return wanted.has(word - 1); });
            }));
    read_.clear();
  };
  each_word(documents.forward_record(doc), [&](Field field, std::uint32_t word) {
    ++work;
    if (field == Field::author && word != 0) {
      read_.push_back(word);
    } else if (field == Field::author) {
      end_name();
    }
  });
  end_name();
  return found;
}

}  // namespace search
