// What of the changes that were handed over an index takes without reading the store.
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "search/follow/own_changes.hpp"
#include "unit/search_index_fixture.hpp"

namespace search_own_changes_test {
namespace {

using search_index_fixture::book;
using store::Change;
using store::OwnChange;

OwnChange change(std::int64_t sequence, std::int64_t id, std::string title) {
  OwnChange made;
  made.entry = {{sequence}, Change::changed, {id}, {sequence}, {}};
  made.book = book(id, std::move(title));
  return made;
}

OwnChange deletion(std::int64_t sequence, std::int64_t id) {
  OwnChange made;
  made.entry = {{sequence}, Change::deleted, {id}, {sequence}, {}};
  return made;
}

class OwnChanges : public testing::Test {
 protected:
  OwnChanges() {
    queue_.open([] {});
  }
  template <class... Changes>
  void push(Changes&&... changes) {
    std::vector<OwnChange> commit;
    (commit.push_back(std::forward<Changes>(changes)), ...);
    queue_.push(std::move(commit));
  }
  // The newest change that the index holds.
  std::int64_t take() {
    own_.take_into(index_, history_);
    index_.settle();
    return index_.snapshot()->sequence.value;
  }
  std::vector<std::int64_t> found(std::string_view q) {
    return search_index_fixture::found(index_, q);
  }

  store::ChangeQueue queue_;
  search::OwnChanges own_{&queue_, search::OwnChanges::Writers::this_process_alone};
  search::Index index_;
  search::HistoryCheck history_;
};

TEST_F(OwnChanges, AreTakenInTheirOrder) {
  push(change(1, 1, "Helena"), change(2, 2, "Ressurreição"));
  push(change(3, 3, "Iaiá Garcia"));
  EXPECT_EQ(take(), 3);
  EXPECT_EQ(found("helena"), std::vector<std::int64_t>{1});
  EXPECT_EQ(found("iaia"), std::vector<std::int64_t>{3});
  EXPECT_EQ(history_.ask_after({3}).value, 2);
  push(deletion(4, 1));
  EXPECT_EQ(take(), 4);
  EXPECT_EQ(found("helena"), std::vector<std::int64_t>{});
  EXPECT_EQ(index_.snapshot()->books(), 2U);
}

TEST_F(OwnChanges, TheNewestOfABookCounts) {
  push(change(1, 1, "Helena"), change(2, 2, "Ressurreição"), change(3, 1, "Esaú"));
  push(deletion(4, 2), change(5, 1, "Memorial"));
  EXPECT_EQ(take(), 5);
  EXPECT_EQ(index_.snapshot()->books(), 1U);
  EXPECT_EQ(found("memorial"), std::vector<std::int64_t>{1});
  EXPECT_EQ(found("helena"), std::vector<std::int64_t>{});
  push(change(6, 2, "Ressurreição"));
  EXPECT_EQ(take(), 6);
  EXPECT_EQ(found("ressurreicao"), std::vector<std::int64_t>{2});
}

TEST_F(OwnChanges, NothingIsTakenBehindAGap) {
  push(change(2, 2, "Ressurreição"));
  EXPECT_EQ(take(), 0);
  EXPECT_EQ(index_.snapshot()->books(), 0U);
  push(change(1, 1, "Helena"));
  push(change(3, 3, "Iaiá Garcia"));
  EXPECT_EQ(take(), 1);
  EXPECT_EQ(found("iaia"), std::vector<std::int64_t>{});
}

TEST_F(OwnChanges, WhatTheIndexHoldsAlreadyIsPassedOver) {
  index_.apply({{}, {}, {2}});
  push(change(1, 1, "Helena"), change(2, 2, "Ressurreição"), change(3, 3, "Iaiá Garcia"));
  EXPECT_EQ(take(), 3);
  EXPECT_EQ(index_.snapshot()->books(), 1U);
}

TEST_F(OwnChanges, AreForgottenWithTheHistoryThatTheyAreOf) {
  push(change(1, 1, "Helena"));
  own_.forget();
  EXPECT_EQ(take(), 0);
}

// Others write too: the store says which of them are in its history.
TEST_F(OwnChanges, ABookIsThereForTheChangeThatWasListed) {
  search::OwnChanges own(&queue_, search::OwnChanges::Writers::others_too);
  EXPECT_FALSE(own.are_all());
  push(change(1, 1, "Helena"), change(3, 3, "Iaiá Garcia"), deletion(4, 4));
  push(change(6, 6, "Quincas Borba"));
  index_.apply({{}, {}, {1}});
  own.take_into(index_, history_);
  EXPECT_EQ(index_.taken().value, 1);
  EXPECT_FALSE(own.take_book(change(1, 1, "").entry)) << "followed already";
  EXPECT_FALSE(own.take_book(change(2, 2, "").entry));
  EXPECT_FALSE(own.take_book(deletion(4, 4).entry));
  auto other = change(6, 6, "").entry;
  other.at += std::chrono::milliseconds(1);
  EXPECT_FALSE(own.take_book(other)) << "of another history";
  EXPECT_EQ(own.take_book(change(6, 6, "").entry).value().fields->title, "Quincas Borba");
  EXPECT_EQ(own.take_book(change(3, 3, "").entry).value().fields->title, "Iaiá Garcia");
  EXPECT_FALSE(own.take_book(change(3, 3, "").entry)) << "once";
  push(change(7, 7, "Esaú"));
  own.take_into(index_, history_);
  own.forget();
  EXPECT_FALSE(own.take_book(change(7, 7, "").entry));
}

TEST_F(OwnChanges, AStoreThatHandsNothingOverIsReadAlone) {
  push(change(1, 1, "Helena"));
  search::OwnChanges none(nullptr, search::OwnChanges::Writers::this_process_alone);
  EXPECT_FALSE(none.are_all());
  none.forget();
  none.take_into(index_, history_);
  EXPECT_EQ(index_.taken().value, 0);
}

}  // namespace
}  // namespace search_own_changes_test
