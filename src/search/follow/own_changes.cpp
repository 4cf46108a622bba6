#include "search/follow/own_changes.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace search {
namespace {

using Commits = std::vector<std::vector<store::OwnChange>>;

// The changes that follow `followed` without a gap, in order; of each book the newest alone.
std::vector<const store::OwnChange*> next_changes(const Commits& commits,
                                                  catalog::Sequence followed) {
  std::vector<const store::OwnChange*> next;
  for (const auto& commit : commits) {
    for (const store::OwnChange& change : commit) {
      const std::int64_t expected = followed.value + static_cast<std::int64_t>(next.size()) + 1;
      if (change.entry.sequence.value == expected) {
        next.push_back(&change);
      }
    }
  }
  boost::unordered_flat_set<std::int64_t> seen;
  seen.reserve(next.size());
  const auto rest = std::remove_if(next.rbegin(), next.rend(), [&](const auto* change) {
    return !seen.insert(change->entry.id.value).second;
  });
  next.erase(next.begin(), rest.base());
  return next;
}

catalog::Sequence sequence_of(const store::OwnChange& change) noexcept {
  return change.entry.sequence;
}

}  // namespace

OwnChanges::OwnChanges(store::Store& store) noexcept
    : queue_([&]() -> store::ChangeQueue* {
        auto* const hands_over = dynamic_cast<store::HandsChangesOver*>(&store);
        return hands_over ? hands_over->own_changes() : nullptr;
      }()),
      // Others may have written since: such a store cannot tell its number without asking.
      writers_(store.sequence() ? Writers::this_process_alone : Writers::others_too) {}

void OwnChanges::open(std::function<void()> wake) {
  if (queue_) {
    queue_->open(std::move(wake));
  }
}

void OwnChanges::close() {
  if (queue_) {
    queue_->close();
  }
}

void OwnChanges::forget() {
  kept_.clear();
  if (queue_) {
    queue_->take();
  }
}

void OwnChanges::take_into(Index& index, HistoryCheck& history) {
  if (!queue_) {
    return;
  }
  Commits commits = queue_->take();
  if (!are_all()) {
    keep(std::move(commits), index.taken());
    return;
  }
  const std::vector<const store::OwnChange*> next = next_changes(commits, index.taken());
  for (const store::OwnChange* const change : next) {
    const store::ChangeEntry& entry = change->entry;
    if (change->book) {
      index.take({{&*change->book, 1}, {}, entry.sequence});
    } else {
      index.take({{}, {&entry.id, 1}, entry.sequence});
    }
  }
  if (!next.empty()) {
    history.follow_only(next.back()->entry);
  }
}

void OwnChanges::keep(Commits&& commits, catalog::Sequence followed) {
  for (auto& commit : commits) {
    std::move(commit.begin(), commit.end(), std::back_inserter(kept_));
  }
  std::erase_if(kept_, [&](const store::OwnChange& change) {
    return !change.book || change.entry.sequence <= followed;
  });
  // Commits come in the order of their numbers, unless a history was lost.
  if (kept_.size() > 2 * store::ChangeQueue::changes_max ||
      !std::ranges::is_sorted(kept_, {}, sequence_of)) {
    kept_.clear();
  }
}

std::optional<catalog::Book> OwnChanges::take_book(const store::ChangeEntry& change) {
  const auto found = std::ranges::lower_bound(kept_, change.sequence, {}, sequence_of);
  if (found == kept_.end() || found->entry != change) {
    return std::nullopt;
  }
  return std::exchange(found->book, std::nullopt);
}

}  // namespace search
