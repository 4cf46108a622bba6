// A dry run in memory: what later records of the file are compared with, and what is said where
// they are not compared with all that came before.
#include <gtest/gtest.h>

#include "store/trial.hpp"
#include "support/memory_tables.hpp"

namespace store_trial_test {
namespace {

using catalog::BookId;
using catalog::NewBook;
using store::IfKnown;
using store::ImportCounts;
using store::ImportSlice;

class NoControls final : public store::ControlIndex {
 public:
  std::vector<BookId> with_control(const std::string& /*control*/) override { return {}; }
};

NewBook titled(const std::string& title, std::optional<BookId> id = std::nullopt) {
  NewBook book{.id = id, .fields = {}, .claims = {}};
  book.fields.edit().title = title;
  return book;
}

class DryRun {
 public:
  DryRun(IfKnown if_known, std::size_t bytes_max) : trial_(bytes_max) {
    slice_.id = 7;
    slice_.policy.if_known = if_known;
    slice_.policy.simulate = store::Simulate::yes;
  }
  void match(store::MatchBy by) { slice_.policy.match = {by}; }
  void begin_at(std::int64_t records) { slice_.records_before = records; }

  ImportCounts take(const NewBook& book, const std::string& control = {}) {
    slice_.items.clear();
    store::ImportItem item{slice_.records_before + 1, 0, book};
    item.control = control;
    slice_.items.push_back(std::move(item));
    const ImportCounts counts = trial_.apply(slice_, catalogue_, controls_).counts;
    ++slice_.records_before;
    return counts;
  }
  std::string remark() const {
    const auto remark = trial_.remark(7);
    return remark ? remark->code + ": " + remark->why_in_english : std::string();
  }
  const support::MemoryTables& catalogue() const noexcept { return catalogue_; }

 private:
  store::Trial trial_;
  support::MemoryTables catalogue_;
  NoControls controls_;
  ImportSlice slice_;
};

TEST(Trial, RecordsAreComparedWithThoseBeforeThem) {
  DryRun run(IfKnown::skip, store::tried_bytes_max);
  EXPECT_EQ(run.take(titled("Um")).created, 1);
  EXPECT_EQ(run.take(titled("Dois")).created, 1);
  EXPECT_EQ(run.take(titled("Um")).ignored, 1);
  EXPECT_EQ(run.remark(), "");
  EXPECT_TRUE(run.catalogue().live_books().empty());
}

TEST(Trial, ControlNumbersAreComparedToo) {
  DryRun run(IfKnown::skip, store::tried_bytes_max);
  run.match(store::MatchBy::control);
  NewBook book = titled("Um");
  book.fields.edit().identifiers.push_back(
      {catalog::IdentifierType::other, store::control_value("DLC 1")});
  EXPECT_EQ(run.take(book, "DLC 1").created, 1);
  EXPECT_EQ(run.take(book, "DLC 1").ignored, 1);
  EXPECT_EQ(run.take(titled("Outro"), "DLC 2").created, 1);
}

TEST(Trial, WhereMemoryEndsItSaysHowFarItCompared) {
  DryRun run(IfKnown::skip, 1000);
  for (int i = 0; i < 10; ++i) run.take(titled("Livro " + std::to_string(i)));
  EXPECT_EQ(run.take(titled("Livro 0")).ignored, 1);
  EXPECT_EQ(run.take(titled("Livro 9")).created, 1);
  EXPECT_EQ(run.remark(),
            "simulacao-parcial: the file is too large for the dry run: the records were compared "
            "with the catalogue and with the first 2 of the file, and what repeats one behind "
            "these counts as new");
}

TEST(Trial, WhatIsComparedWithNothingNeedsNoMemory) {
  DryRun run(IfKnown::create, 1000);
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(run.take(titled("Livro " + std::to_string(i))).created, 1);
  }
  EXPECT_EQ(run.remark(), "");
  DryRun chosen(IfKnown::create, 1000);
  EXPECT_EQ(chosen.take(titled("Um", BookId{9})).created, 1);
  EXPECT_EQ(chosen.take(titled("Dois", BookId{9})).refused, 1);
  for (int i = 0; i < 100; ++i) chosen.take(titled("Livro", BookId{100 + i}));
  EXPECT_NE(chosen.remark(), "");
}

TEST(Trial, OneThatGoesOnElsewhereSaysWhatItHasNotSeen) {
  DryRun run(IfKnown::skip, store::tried_bytes_max);
  run.begin_at(5);
  EXPECT_EQ(run.take(titled("Um")).created, 1);
  EXPECT_EQ(run.take(titled("Um")).ignored, 1);
  EXPECT_NE(run.remark().find("the records behind number 5"), std::string::npos) << run.remark();
}

// A slice of which nobody knows whether it was committed comes once more.
TEST(Trial, ASliceThatComesAgainDoesNotFindItself) {
  DryRun run(IfKnown::skip, store::tried_bytes_max);
  run.take(titled("Um"));
  run.begin_at(0);
  EXPECT_EQ(run.take(titled("Um")).created, 1);
  EXPECT_EQ(run.remark(), "");
}

}  // namespace
}  // namespace store_trial_test
