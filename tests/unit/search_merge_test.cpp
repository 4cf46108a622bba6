// Which segments are merged, and what happens to an index while a large merge is made elsewhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "search/index/index.hpp"
#include "search/index/merge_policy.hpp"
#include "search/index/segment_writer.hpp"

namespace search_merge_test {
namespace {

using catalog::Book, catalog::BookId;
using search::Index;
using search::SegmentRange;
using search::segments_to_merge;
using search::SegmentSize;

constexpr std::uint64_t any_number = 1'000'000'000;

TEST(MergePolicy, TakesTheNewestAsLongAsEachIsNoLargerThanAllBehindIt) {
  struct Case {
    std::vector<SegmentSize> sizes;
    std::uint64_t documents_max;
    SegmentRange expected;
  };
  const std::vector<Case> cases{
      {{}, any_number, {}},
      {{{5, 0}}, any_number, {}},
      {{{5, 0}, {5, 0}}, any_number, {0, 2}},
      {{{5, 0}, {4, 0}}, any_number, {}},
      {{{100, 0}, {8, 0}, {4, 0}, {4, 0}}, any_number, {1, 4}},
      {{{100, 0}, {9, 0}, {4, 0}, {4, 0}}, any_number, {2, 4}},
      // Only what may be merged at once.
      {{{100, 0}, {8, 0}, {4, 0}, {4, 0}}, 15, {2, 4}},
      {{{100, 0}, {8, 0}, {4, 0}, {4, 0}}, 16, {1, 4}},
      {{{100, 0}, {8, 0}, {4, 0}, {4, 0}}, 7, {}},
      // What is mostly deleted is written anew, alone.
      {{{10, 10}, {5, 0}}, any_number, {}},
      {{{10, 11}, {5, 0}}, any_number, {0, 1}},
      {{{10, 11}, {5, 0}}, 9, {}},
      {{{50, 0}, {0, 8}}, any_number, {1, 2}},
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    EXPECT_EQ(segments_to_merge(cases[i].sizes, cases[i].documents_max), cases[i].expected) << i;
  }
}

TEST(MergePolicy, KeepsFewSegmentsAndWritesEachBookAnewFewTimes) {
  std::vector<SegmentSize> sizes;
  std::uint64_t written = 0;
  for (int i = 0; i < 10'000; ++i) {
    sizes.push_back({10, 0});
    const auto [begin, end] = segments_to_merge(sizes, any_number);
    if (begin != end) {
      std::uint32_t total = 0;
      for (std::size_t at = begin; at < end; ++at) {
        total += sizes[at].living;
      }
      written += total;
      sizes.resize(begin);
      sizes.push_back({total, 0});
    }
    ASSERT_LE(sizes.size(), 15U);
  }
  EXPECT_LE(written, 100'000U * 14);
}

Book book(std::int64_t id, const std::string& title) {
  Book made;
  made.id = {id};
  made.version = {1};
  made.fields.edit().title = title;
  made.fields.edit().author = "Lima, " + title.substr(title.size() - 1) + "; Rui Paz";
  made.fields.edit().subjects = {title, "Romance"};
  return made;
}

std::string bytes_of(const std::map<std::int64_t, Book>& books) {
  search::SegmentWriter writer;
  for (const auto& [id, one] : books) {
    writer.add(one);
  }
  return std::string(std::move(writer).finish()->bytes());
}

class IndexBesideAMerge : public testing::Test {
 protected:
  void edit(int count) {
    std::map<std::int64_t, Book> changed;
    std::vector<BookId> gone;
    for (int i = 0; i < count; ++i) {
      const auto id = static_cast<std::int64_t>(random_() % 400 + 1);
      if (living_.contains(id) && random_() % 3 == 0) {
        if (!changed.contains(id)) {
          living_.erase(id);
          gone.push_back({id});
        }
        continue;
      }
      if (std::find(gone.begin(), gone.end(), BookId{id}) == gone.end()) {
        changed.insert_or_assign(id, book(id, "Livro " + std::to_string(random_() % 50)));
        living_.insert_or_assign(id, changed.at(id));
      }
    }
    std::vector<Book> books;
    for (auto& [id, one] : changed) {
      books.push_back(one);
    }
    index_.apply({books, gone, {++sequence_}});
  }

  Index index_;
  std::map<std::int64_t, Book> living_;
  std::mt19937_64 random_{7};
  std::int64_t sequence_ = 0;
};

TEST_F(IndexBesideAMerge, IsTheSameWhateverChangedMeanwhile) {
  for (int round = 0; round < 40; ++round) {
    edit(30);
    const auto segments = index_.snapshot()->segments;
    index_.begin_merge(segments);
    for (int i = round % 5; i > 0; --i) {
      edit(40);
      EXPECT_TRUE(index_.due_merge().empty());
    }
    index_.end_merge(search::merge(segments, search::memory_storage()));
    ASSERT_EQ(index_.snapshot()->books(), living_.size()) << round;
    ASSERT_EQ(index_.snapshot()->sequence.value, sequence_);
    ASSERT_TRUE(search::merge(index_.snapshot()->segments, search::memory_storage())->bytes() ==
                bytes_of(living_))
        << round;
  }
}

TEST_F(IndexBesideAMerge, IsEmptyWhenAllWasDeletedMeanwhile) {
  edit(30);
  const auto segments = index_.snapshot()->segments;
  index_.begin_merge(segments);
  std::vector<BookId> gone;
  for (const auto& [id, one] : living_) {
    gone.push_back({id});
  }
  index_.apply({{}, gone, {++sequence_}});
  index_.end_merge(search::merge(segments, search::memory_storage()));
  EXPECT_TRUE(index_.snapshot()->segments.empty());
}

TEST_F(IndexBesideAMerge, ShowsWhatWasGatheredTogether) {
  for (int round = 0; round < 20; ++round) {
    std::vector<Book> books;
    for (int i = 0; i < 10; ++i) {
      const std::int64_t id = round % 5 * 10 + i + 1;
      books.push_back(book(id, "Livro " + std::to_string(round)));
      living_.insert_or_assign(id, books.back());
      if (round % 5 > 0 && i == 0) {
        living_.erase(id - 10);
      }
    }
    const std::vector<BookId> gone{{round % 5 > 0 ? books.front().id.value - 10 : 1000}};
    index_.take({books, gone, {++sequence_}});
    EXPECT_EQ(index_.taken().value, sequence_);
    if (round % 3 < 2) {
      // A book that was taken already makes what is gathered shown.
      EXPECT_LE(index_.snapshot()->sequence.value, sequence_ - 1);
      continue;
    }
    index_.settle();
    EXPECT_EQ(index_.snapshot()->sequence.value, sequence_);
    ASSERT_TRUE(search::merge(index_.snapshot()->segments, search::memory_storage())->bytes() ==
                bytes_of(living_))
        << round;
  }
}

TEST(Index, MakesOneSegmentOfManyChanges) {
  Index index;
  for (std::int64_t id = 1; id <= 5000; ++id) {
    const std::vector<Book> books{book(id, "Livro")};
    index.take({books, {}, {id}});
  }
  EXPECT_TRUE(index.snapshot()->segments.empty());
  index.settle();
  EXPECT_EQ(index.snapshot()->segments.size(), 1U);
  EXPECT_EQ(index.snapshot()->books(), 5000U);
}

// What is written at once is small, so that a search behind it does not wait.
TEST(Index, LeavesALargeMergeToOthers) {
  Index index;
  std::int64_t id = 0;
  std::vector<Book> books;
  for (int i = 0; i < 8; ++i) {
    books.clear();
    for (int n = 0; n < 500; ++n) {
      books.push_back(book(++id, "Livro"));
    }
    index.apply({books, {}, {id}});
    for (const auto& one : index.snapshot()->segments) {
      EXPECT_LE(one.segment->documents.count(), 2048U);
    }
  }
  const auto due = index.due_merge();
  ASSERT_GT(due.size(), 1U);
  index.begin_merge(due);
  index.end_merge(search::merge(due, search::memory_storage()));
  EXPECT_EQ(index.snapshot()->books(), 4000U);
}

}  // namespace
}  // namespace search_merge_test
