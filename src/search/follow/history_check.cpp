#include "search/follow/history_check.hpp"

#include <algorithm>
#include <variant>

namespace search {
namespace {

using store::ChangeEntry;

catalog::Sequence number_of(const ChangeEntry& entry) noexcept { return entry.sequence; }

// The list of changes has the newest of each book alone.
bool is_superseded(const ChangeEntry& change, const store::Changes& changes) {
  return std::ranges::any_of(changes.entries, [&](const ChangeEntry& entry) {
    return entry.id == change.id && entry.version > change.version;
  });
}

}  // namespace

catalog::Sequence HistoryCheck::ask_after(catalog::Sequence followed) const noexcept {
  const std::int64_t from = kept_.empty() ? followed.value : kept_.back().sequence.value;
  return {std::max<std::int64_t>(from - 1, 0)};
}

catalog::Sequence HistoryCheck::look_back_after() const noexcept {
  return {std::max<std::int64_t>(kept_.front().sequence.value - 1, 0)};
}

bool HistoryCheck::is_known(const ChangeEntry& entry) const {
  const auto found = std::ranges::lower_bound(kept_, entry.sequence, {}, number_of);
  return found != kept_.end() && *found == entry;
}

// The list starts with the newest change already followed, unless that book changed since.
HistoryCheck::Verdict HistoryCheck::judge(const store::ReadAnswer& answer,
                                          catalog::Sequence followed) const {
  if (answer.as_of < followed) {
    return Verdict::other;
  }
  if (kept_.empty()) {
    return Verdict::same;
  }
  const auto& changes = std::get<store::Changes>(answer.value);
  const auto& entries = changes.entries;
  if (!entries.empty() && entries.front() == kept_.back()) {
    const bool is_followed_by_others = entries.size() > 1 && entries[1].sequence <= followed;
    return is_followed_by_others ? Verdict::other : Verdict::same;
  }
  if (!entries.empty() && entries.front().sequence <= followed) {
    return Verdict::other;
  }
  if (changes.end == store::End::reached && !is_superseded(kept_.back(), changes)) {
    return Verdict::other;
  }
  return kept_.size() > 1 ? Verdict::unsure : Verdict::same;
}

bool HistoryCheck::differs(const store::Changes& changes, catalog::Sequence followed) const {
  const auto is_of_another = [&](const ChangeEntry& entry) {
    return entry.sequence <= followed && !is_known(entry);
  };
  if (std::ranges::any_of(changes.entries, is_of_another)) {
    return true;
  }
  const auto is_gone = [&](const ChangeEntry& kept) {
    return !std::ranges::binary_search(changes.entries, kept.sequence, {}, number_of) &&
           !is_superseded(kept, changes);
  };
  return changes.end == store::End::reached && std::ranges::any_of(kept_, is_gone);
}

void HistoryCheck::take(store::Changes& changes, catalog::Sequence followed) {
  auto& entries = changes.entries;
  const auto next = std::find_if(entries.begin(), entries.end(),
                                 [&](const auto& entry) { return entry.sequence > followed; });
  if (kept_.empty() && next != entries.begin()) {
    kept_.push_back(*(next - 1));
  }
  entries.erase(entries.begin(), next);
}

void HistoryCheck::follow(std::span<const ChangeEntry> changes) {
  kept_.insert(kept_.end(), changes.begin(), changes.end());
  while (kept_.size() > kept_max) {
    kept_.pop_front();
  }
}

}  // namespace search
