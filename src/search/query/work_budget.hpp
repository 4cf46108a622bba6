// How much work one search may do: counted where it is done, asked before it goes on. A value; one
// thread.
#pragma once

#include <algorithm>
#include <cstdint>

namespace search {

// Work done for one search, in postings looked at; reading a document costs as much as some.
// Beyond its bound a search gives up.
class WorkBudget {
 public:
  explicit WorkBudget(std::uint64_t postings_max) noexcept : postings_max_(postings_max) {}
  bool spend(std::uint64_t postings) noexcept {
    spent_ += postings;
    return spent_ <= postings_max_;
  }
  std::uint64_t spent() const noexcept { return spent_; }
  bool is_exhausted() const noexcept { return spent_ > postings_max_; }

 private:
  const std::uint64_t postings_max_;
  std::uint64_t spent_ = 0;
};

// What one search may do: for a page, which is refused when it is not found by then; and for a
// count, which stops and says so.
struct WorkBudgets {
  std::uint64_t page_max;
  std::uint64_t count_max;
};
// What they come to: docs/adr/0009, bench/run search.
inline constexpr WorkBudgets list_budgets{4'000'000, 1'000'000};
// Filters alone may look at every book: none of them is refused, whatever the catalogue's size.
constexpr WorkBudgets filter_budgets(std::uint64_t books) noexcept {
  return {std::max(list_budgets.page_max, 4 * books), list_budgets.count_max};
}
// Somebody is typing: what is found and counted here is a hint.
inline constexpr WorkBudgets suggestion_budgets{60'000, 60'000};

}  // namespace search
