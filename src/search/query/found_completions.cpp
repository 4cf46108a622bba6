#include "search/query/found_completions.hpp"

#include <algorithm>
#include <limits>
#include <span>
#include <string_view>
#include <tuple>

#include "base/text.hpp"
#include "search/index/sort_keys.hpp"
#include "search/query/living_books.hpp"

namespace search {
namespace {

bool any_deleted(const Snapshot& snapshot) noexcept {
  return std::ranges::any_of(snapshot.segments,
                             [](const LivingSegment& one) { return one.deleted->count() > 0; });
}

// The best, now that their living books are counted.
std::vector<Completion> in_order_of_books(std::vector<std::pair<Standing, Completion>> all,
                                          std::size_t most) {
  std::ranges::stable_sort(all, [](const auto& left, const auto& right) {
    return std::tie(left.first, right.second.books, left.second.key) <
           std::tie(right.first, left.second.books, right.second.key);
  });
  std::vector<Completion> best;
  for (auto& [standing, completion] : all) {
    best.push_back(std::move(completion));
  }
  best.resize(std::min(best.size(), most));
  return best;
}

}  // namespace

FoundCompletions::FoundCompletions(const Snapshot& snapshot, const TypedSearch& search,
                                   std::size_t most)
    : snapshot_(snapshot),
      search_(search),
      most_(most),
      looked_at_(most + (any_deleted(snapshot) ? spare_completions : 0)) {}

bool FoundCompletions::empty() const noexcept {
  return std::ranges::all_of(found_, [](const AllFound& all) { return all.empty(); });
}

bool FoundCompletions::has_enough(Kind kind, Standing worst) const {
  const AllFound& all = found_[static_cast<std::size_t>(kind)];
  const auto count =
      std::ranges::count_if(all, [&](const auto& one) { return one.second.standing <= worst; });
  return static_cast<std::size_t>(count) >= most_;
}

void FoundCompletions::add_value(std::size_t number, Kind kind, TermId value, Standing standing) {
  const Segment& segment = *snapshot_.segments[number].segment;
  const std::string_view key = read_counted_text(segment.values.text(value)).key;
  AllFound& all = found_of(kind);
  const auto known = all.find(key);
  Found& found = known != all.end() ? known->second : all[std::string(key)];
  found.standing = found.met.empty() ? standing : std::min(found.standing, standing);
  if (found.met_in(number) != nullptr) {
    return;
  }
  const NumberRange values = values_beside(segment, value);
  found.met.push_back({number, values});
  for (TermId other = values.begin; other < values.end; ++other) {
    found.books += persons_or_subjects(segment, kind, other);
  }
}

void FoundCompletions::add_title(std::size_t number, std::uint32_t place, Standing standing,
                                 const std::string& begin) {
  const LivingSegment& one = snapshot_.segments[number];
  const Segment& segment = *one.segment;
  const NumberRange run = run_of_title(segment, place);
  const SortKeys keys(segment);
  const std::string title_key = std::get<std::string>(
      keys.cursor_value(catalog::SortKey::title, keys.order(catalog::SortKey::title)[run.begin]));
  const auto forms = forms_of_title(one, run);
  std::uint64_t all_forms = 0;
  for (const auto& form : forms) {
    all_forms += form.second;
  }
  for (const auto& [article, books] : forms) {
    const std::string key = article + title_key;
    if (!key.starts_with(begin)) {
      continue;
    }
    Found& found = found_of(Kind::title)[key];
    found.standing = found.met.empty() ? standing : std::min(found.standing, standing);
    found.article = article;
    found.title_key = title_key;
    if (found.met_in(number) == nullptr) {
      found.met.push_back({number, run});
      found.books += article.empty() ? all_forms : books;
    }
  }
}

bool FoundCompletions::is_wanted(const std::string& key) const {
  const std::vector<std::string_view> held = base::words(key);
  return std::ranges::none_of(search_.unwanted, [&](const std::vector<std::string>& words) {
    return std::ranges::all_of(words, [&](const std::string& word) {
      return std::ranges::find(held, word) != held.end();
    });
  });
}

// Adds its books in the segments where it was not met.
void FoundCompletions::count_elsewhere(Kind kind, const std::string& key, Found& found) const {
  for (std::size_t number = 0; number < snapshot_.segments.size(); ++number) {
    if (found.met_in(number) != nullptr) {
      continue;
    }
    const LivingSegment& one = snapshot_.segments[number];
    if (kind == Kind::title) {
      found.met.push_back({number, run_of_title(*one.segment, found.title_key)});
      const TitleBooks books = books_of_title(one, found.met.back().numbers, found.article);
      found.books += found.article.empty() ? books.all : books.of_form;
      continue;
    }
    const NumberRange values = values_with_key(*one.segment, key);
    found.met.push_back({number, values});
    for (TermId value = values.begin; value < values.end; ++value) {
      found.books += persons_or_subjects(*one.segment, kind, value);
    }
  }
}

std::vector<const FoundCompletions::AllFound::value_type*> FoundCompletions::in_order(Kind kind) {
  std::vector<AllFound::value_type*> all;
  for (auto& one : found_of(kind)) {
    if (is_wanted(one.first)) {
      all.push_back(&one);
    }
  }
  const auto sort = [](std::span<AllFound::value_type*> some) {
    std::ranges::stable_sort(some, {}, [](const auto* one) {
      return std::pair(one->second.standing,
                       std::numeric_limits<std::uint64_t>::max() - one->second.books);
    });
  };
  sort(all);
  // Counting in each segment costs: of very many only the best are counted in all of them.
  const std::span<AllFound::value_type*> best =
      std::span(all).first(std::min(all.size(), most_ + spare_completions));
  for (AllFound::value_type* const one : best) {
    count_elsewhere(kind, one->first, one->second);
  }
  sort(best);
  return {all.begin(), all.end()};
}

std::vector<Completion> FoundCompletions::best_values(Kind kind) {
  std::vector<std::pair<Standing, Completion>> best;
  for (const auto* const one : in_order(kind)) {
    if (best.size() == looked_at_) {
      break;
    }
    Completion made{one->first, {}, 0};
    std::map<std::string_view, std::uint64_t> written;
    for (std::size_t number = 0; number < snapshot_.segments.size(); ++number) {
      const LivingSegment& segment = snapshot_.segments[number];
      const Found::Met* const met = one->second.met_in(number);
      const NumberRange values =
          met != nullptr ? met->numbers : values_with_key(*segment.segment, one->first);
      for (TermId value = values.begin; value < values.end; ++value) {
        const std::uint64_t books = living_books(segment, kind, value);
        if (books > 0) {
          written[read_counted_text(segment.segment->values.text(value)).text] += books;
          made.books += books;
        }
      }
    }
    // The commonest way to write it; of equals the first in byte order.
    const auto shown =
        std::ranges::max_element(written, {}, [](const auto& way) { return way.second; });
    if (shown != written.end()) {
      made.text = shown->first;
      if (has_signed_words(made.text, search_)) {
        best.emplace_back(one->second.standing, std::move(made));
      }
    }
  }
  return in_order_of_books(std::move(best), most_);
}

std::vector<Completion> FoundCompletions::best_titles() {
  std::vector<std::pair<Standing, Completion>> best;
  for (const auto* const one : in_order(Kind::title)) {
    if (best.size() == looked_at_) {
      break;
    }
    const Found& found = one->second;
    Completion made{one->first, {}, 0};
    for (std::size_t number = 0; number < snapshot_.segments.size(); ++number) {
      const LivingSegment& segment = snapshot_.segments[number];
      const Found::Met* const met = found.met_in(number);
      const NumberRange run =
          met != nullptr ? met->numbers : run_of_title(*segment.segment, found.title_key);
      const TitleBooks books = books_of_title(segment, run, found.article);
      made.books += found.article.empty() ? books.all : books.of_form;
      const bool is_first = made.book.value == 0 || books.book < made.book;
      made.book = books.of_form > 0 && is_first ? books.book : made.book;
    }
    if (made.book.value != 0) {
      best.emplace_back(found.standing, std::move(made));
    }
  }
  return in_order_of_books(std::move(best), most_);
}

}  // namespace search
