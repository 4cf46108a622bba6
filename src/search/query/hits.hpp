// The hits of a search as a set, whatever finds them: to be counted, sorted or tested. Used by one
// thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

#include "search/query/segment_matcher.hpp"

namespace search {

class Hits {
 public:
  Hits(const Hits&) = delete;
  Hits& operator=(const Hits&) = delete;
  virtual ~Hits() = default;

  // A count has a work budget of its own. A count that exhausts it covers the hits seen so far, and
  // `seen` is `some`.
  enum class Extent : std::uint8_t { all, some };
  struct Reach {
    Extent seen;
    std::uint64_t documents;  // found or passed over
  };
  enum class For : std::uint8_t { count, page };
  // Calls visit(segment number, doc) for every hit, in order of ids within each segment. The extent
  // is `some` when `visit` stopped or the work budget ran out.
  using HitVisitor = std::function<ScanControl(std::size_t segment, DocNumber doc)>;
  virtual Reach each(For purpose, const HitVisitor& visit) = 0;
  virtual bool holds(std::size_t segment, DocNumber doc) = 0;

  // The work of pages and of holds().
  explicit Hits(std::uint64_t postings_max) noexcept : budget_(postings_max) {}
  WorkBudget& budget() noexcept { return budget_; }
  bool is_exhausted() const noexcept { return budget_.is_exhausted(); }

  struct Count {
    std::uint64_t books;
    Extent seen;
  };
  Count count() {
    std::uint64_t books = 0;
    const Reach reach = each(For::count, [&books](std::size_t /*segment*/, DocNumber /*doc*/) {
      ++books;
      return ScanControl::on;
    });
    return {books, reach.seen};
  }

 protected:
  WorkBudget budget_;
};

}  // namespace search
