// A segment of many books by several threads at once.
#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <vector>

#include "formats/book_document.hpp"
#include "search/follow/segment_writers.hpp"
#include "search/index/segment_writer.hpp"
#include "store/maintenance.hpp"
#include "support/random_books.hpp"

namespace search_segment_writers_test {
namespace {

using catalog::Book;
using search::memory_storage;
using search::SegmentPtr;
using search::SegmentWriters;

struct Damaged : std::runtime_error {
  Damaged() : std::runtime_error("damaged") {}
};

class Books final : public store::Scan {
 public:
  explicit Books(std::size_t count) {
    support::RandomBooks random(1);
    for (std::size_t i = 0; i < count; ++i) {
      Book book = random.next();
      book.id = {static_cast<std::int64_t>(i + 1)};
      book.version = {1};
      documents_.push_back(store::document_of(book));
    }
  }

  std::optional<store::BookDocument> next_document() override {
    if (read_ == unreadable_) {
      throw Damaged();
    }
    return read_ == documents_.size() ? std::nullopt : std::optional(documents_[read_++]);
  }
  Book parsed(const store::BookDocument& document) const override {
    auto book = formats::read_document(document.json);
    if (!book || document.id.value == damaged_) {
      throw Damaged();
    }
    return *std::move(book);
  }
  std::uint64_t total() const override { return documents_.size(); }
  catalog::Sequence as_of() const override { return {0}; }

  void damage(std::int64_t id) { damaged_ = id; }
  void fail_after(std::size_t books) { unreadable_ = books; }

 private:
  std::vector<store::BookDocument> documents_;
  std::size_t read_ = 0;
  std::int64_t damaged_ = 0;
  std::optional<std::size_t> unreadable_;
};

SegmentPtr written(Books books, std::size_t threads) {
  SegmentWriters writers(memory_storage(), books, threads);
  while (auto document = books.next_document()) {
    writers.add(*std::move(document));
  }
  return writers.finish();
}

SegmentPtr written_by_one(Books books) {
  search::SegmentWriter writer;
  while (const auto book = books.next()) {
    writer.add(*book);
  }
  return std::move(writer).finish();
}

TEST(SegmentWriters, MakeTheSameSegmentAsOneWriter) {
  for (const std::size_t count : {0U, 1U, 255U, 256U, 257U, 3000U}) {
    const Books books(count);
    const SegmentPtr expected = written_by_one(books);
    EXPECT_EQ(expected->documents.count(), count);
    for (const std::size_t threads : {1U, 2U, 4U}) {
      EXPECT_TRUE(written(books, threads)->bytes() == expected->bytes())
          << count << " books, " << threads << " threads";
    }
  }
}

TEST(SegmentWriters, SayWhyABookCouldNotBeRead) {
  for (const std::int64_t damaged : {1, 1500, 3000}) {
    Books books(3000);
    books.damage(damaged);
    EXPECT_THROW(written(books, 2), Damaged) << damaged;
  }
}

TEST(SegmentWriters, EndTheirThreadsWhenTheScanFails) {
  for (const std::size_t read : {0U, 1U, 1500U, 3000U}) {
    Books books(3000);
    books.fail_after(read);
    EXPECT_THROW(written(books, 2), Damaged) << read;
  }
}

}  // namespace
}  // namespace search_segment_writers_test
