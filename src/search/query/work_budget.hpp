// The work budget of one search. The code that does the work spends it, and checks it before it
// continues. A value; one thread.
#pragma once

#include <algorithm>
#include <cstdint>

namespace search {

// Counts the work of one search in postings visited; reading a document costs as much as some
// postings. A search that exhausts its budget stops.
class WorkBudget {
 public:
  explicit WorkBudget(std::uint64_t postings_max) noexcept : postings_max_(postings_max) {}
  bool spend(std::uint64_t postings) noexcept {
    spent_ += postings;
    return spent_ <= postings_max_;
  }
  std::uint64_t spent() const noexcept { return spent_; }
  // Gives back what was spent, and bounds what is spent from now on.
  void renew(std::uint64_t postings_max) noexcept {
    postings_max_ = postings_max;
    spent_ = 0;
  }
  bool is_exhausted() const noexcept { return spent_ > postings_max_; }

 private:
  std::uint64_t postings_max_;
  std::uint64_t spent_ = 0;
};

// The budgets of one search. A page that exhausts page_max is refused; a count that exhausts
// count_max stops and is marked as partial.
struct WorkBudgets {
  std::uint64_t page_max;
  std::uint64_t count_max;
};
// Measurements of these budgets: docs/adr/0009, bench/run search.
inline constexpr WorkBudgets list_budgets{4'000'000, 1'000'000};
// Filters alone may look at every book: none of them is refused, whatever the catalogue's size.
constexpr WorkBudgets filter_budgets(std::uint64_t books) noexcept {
  return {std::max(list_budgets.page_max, 4 * books), list_budgets.count_max};
}

}  // namespace search
