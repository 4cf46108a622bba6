// How much work one search may do: counted where it is done, asked before it goes on. A value; one
// thread.
#pragma once

#include <cstdint>

namespace search {

// Work done for one search, in postings looked at; reading a document costs as much as some.
// Beyond its bound a search gives up.
class Effort {
 public:
  // A page that is not found is refused; a count that stops says so, and may sooner.
  static constexpr std::uint64_t for_a_page = 4'000'000;
  static constexpr std::uint64_t for_a_count = 1'500'000;

  explicit Effort(std::uint64_t postings_max) noexcept : postings_max_(postings_max) {}
  bool spend(std::uint64_t postings) noexcept {
    spent_ += postings;
    return spent_ <= postings_max_;
  }
  std::uint64_t spent() const noexcept { return spent_; }
  bool is_spent() const noexcept { return spent_ > postings_max_; }

 private:
  const std::uint64_t postings_max_;
  std::uint64_t spent_ = 0;
};

}  // namespace search
