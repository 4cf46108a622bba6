#include "search/bulk.hpp"

#include <optional>

#include "catalog/spelling.hpp"
#include "search/gather.hpp"
#include "search/index.hpp"

namespace search {
namespace {

// What a start may have to read again: so many changes, or one for each ten books.
constexpr std::int64_t changes_followed_max = 20'000;
constexpr std::uint64_t books_per_change = 10;

}  // namespace

bool is_far(std::int64_t changes, std::uint64_t books) noexcept {
  return changes > changes_followed_max &&
         static_cast<std::uint64_t>(changes) > books / books_per_change;
}

void make_index_if_far(store::Maintenance& catalogue) {
  const auto mark = catalogue.shelf()->mark();
  if (mark && mark->rules == catalog::search_rules) {
    const auto scan = catalogue.scan();
    if (!is_far(scan->as_of().value - mark->sequence.value, scan->total())) {
      return;
    }
  }
  make_index(catalogue);
}

std::uint64_t make_index(store::Maintenance& catalogue) {
  std::optional<Gathering> gathering(std::in_place);
  catalog::Sequence as_of{0};
  {
    const auto scan = catalogue.scan();
    as_of = scan->as_of();
    while (const auto book = scan->next()) {
      gathering->add(*book);
    }
  }
  const Index index(gathering->compose(), as_of);
  gathering.reset();
  catalogue.shelf()->save({catalog::search_rules, as_of}, index.bytes());
  return index.snapshot()->books();
}

}  // namespace search
