#include "search/follow/history_check.hpp"

#include <algorithm>

namespace search {

catalog::Sequence HistoryCheck::ask_after(catalog::Sequence followed) const noexcept {
  const std::int64_t from = newest_ ? newest_->sequence.value : followed.value;
  return {std::max<std::int64_t>(from - 1, 0)};
}

// The list starts with the newest change already followed, unless that book changed since.
bool HistoryCheck::differs(const store::Changes& changes, catalog::Sequence followed) const {
  if (!newest_) {
    return false;
  }
  const auto& entries = changes.entries;
  const auto other = std::find_if(entries.begin(), entries.end(),
                                  [this](const auto& entry) { return entry != *newest_; });
  if (other != entries.end() && other->sequence <= followed) {
    return true;
  }
  const bool is_listed = other != entries.begin();
  return !is_listed && changes.end == store::End::reached &&
         std::none_of(entries.begin(), entries.end(), [this](const store::ChangeEntry& entry) {
           return entry.id == newest_->id && entry.version > newest_->version;
         });
}

void HistoryCheck::take(store::Changes& changes, catalog::Sequence followed) {
  auto& entries = changes.entries;
  const auto next = std::find_if(entries.begin(), entries.end(),
                                 [&](const auto& entry) { return entry.sequence > followed; });
  if (!newest_ && next != entries.begin()) {
    newest_ = *(next - 1);
  }
  entries.erase(entries.begin(), next);
}

}  // namespace search
