// Segments as bytes: columns that are read where they lie, and the same ones whoever made them.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "search/index/segment_layout.hpp"
#include "search/index/segment_writer.hpp"
#include "support/random_books.hpp"

namespace search_segment_test {
namespace {

using catalog::Book;
using search::Column;
using search::memory_storage;
using search::Segment;
using search::SegmentPtr;
using search::SegmentWriter;

std::vector<Book> random_books(std::uint64_t seed, std::size_t count) {
  support::RandomBooks random(seed);
  std::vector<Book> books(count);
  for (std::size_t i = 0; i < count; ++i) {
    books[i] = random.next();
    books[i].id = {static_cast<std::int64_t>(i + 1)};
  }
  return books;
}

SegmentPtr segment_of(std::span<const Book> books,
                      std::size_t bytes_max = SegmentWriter::part_bytes_max) {
  SegmentWriter writer(memory_storage(), bytes_max);
  for (const Book& book : books) {
    writer.add(book);
  }
  return std::move(writer).finish();
}

SegmentPtr read(std::string_view bytes) { return Segment::of(memory_storage().keep(bytes)); }

TEST(ColumnReader, FindsEachColumnWhereItWasWrittenAtAMultipleOfEight) {
  search::ColumnWriter writer(memory_storage().open(0));
  writer.begin(Column::word_texts);
  writer.append("abc");
  writer.add(Column::word_ends, std::vector<std::uint32_t>{1, 3});
  writer.add(Column::ids, std::vector<std::int64_t>{7, 8, 9});
  const auto bytes = std::move(writer).finish();
  const auto reader = search::ColumnReader::of(bytes->view());
  ASSERT_TRUE(reader.has_value());
  EXPECT_EQ(reader->bytes(Column::word_texts), "abc");
  EXPECT_EQ(reader->numbers<std::uint32_t>(Column::word_ends)[1], 3U);
  EXPECT_EQ(reader->numbers<std::int64_t>(Column::ids)[2], 9);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(reader->bytes(Column::ids).data()) % 8, 0U);
  EXPECT_TRUE(reader->bytes(Column::starts).empty());
  // Three bytes are no numbers of four.
  EXPECT_TRUE(reader->numbers<std::uint32_t>(Column::word_texts).empty());
}

TEST(Segment, IsTheSameReadFromItsBytesAndNoneOfPartsOfThem) {
  const SegmentPtr segment = segment_of(random_books(1, 50));
  const std::string bytes(segment->bytes());
  const SegmentPtr again = read(bytes);
  ASSERT_NE(again, nullptr);
  EXPECT_EQ(again->bytes(), bytes);
  EXPECT_EQ(again->documents.count(), 50U);
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    EXPECT_EQ(read(std::string_view(bytes).substr(0, size)), nullptr) << size;
  }
  EXPECT_EQ(read(bytes + "x"), nullptr);
  EXPECT_EQ(read("x" + bytes), nullptr);
}

TEST(Segment, DamagedAnywhereIsRefusedOrReadWithoutHarm) {
  const std::string bytes(segment_of(random_books(2, 20))->bytes());
  std::mt19937 random(3);
  const auto below = [&](std::size_t bound) { return random() % bound; };
  std::size_t refused = 0;
  for (int i = 0; i < 5000; ++i) {
    std::string damaged = bytes;
    // The lengths of columns at the end are most of what can go wrong.
    const std::size_t from = i % 2 == 0 ? 0 : bytes.size() - 8 * search::column_count;
    for (std::size_t n = below(3) + 1; n > 0; --n) {
      damaged[from + below(bytes.size() - from)] = static_cast<char>(below(256));
    }
    const SegmentPtr segment = read(damaged);
    if (segment == nullptr) {
      ++refused;
      continue;
    }
    // All that is found by columns of numbers lies within.
    for (search::TermId word = 0; word < segment->words.size(); ++word) {
      (void)segment->words.text(word).size();
    }
    EXPECT_EQ(segment->documents.count(), segment->documents.years.size());
  }
  EXPECT_GT(refused, 2000U);
}

TEST(SegmentWriter, MakesTheSameSegmentInPartsAndInAnyOrder) {
  auto books = random_books(4, 300);
  const SegmentPtr at_once = segment_of(books);
  EXPECT_EQ(segment_of(books, 1)->bytes(), at_once->bytes());
  EXPECT_EQ(segment_of(books, 20'000)->bytes(), at_once->bytes());
  std::shuffle(books.begin(), books.end(), std::mt19937(5));
  EXPECT_EQ(segment_of(books)->bytes(), at_once->bytes());
  EXPECT_EQ(segment_of(books, 20'000)->bytes(), at_once->bytes());
}

TEST(SegmentMerger, LeavesNoTraceOfWhatWasDeleted) {
  const auto books = random_books(6, 200);
  std::vector<Book> living;
  std::vector<search::LivingSegment> parts;
  for (std::size_t first = 0; first < books.size(); first += 50) {
    const auto part = std::span(books).subspan(first, 50);
    search::DeletedDocs deleted(50);
    for (search::DocNumber doc = 0; doc < 50; ++doc) {
      if ((first + doc) % 3 == 0) {
        deleted.add(doc);
      } else {
        living.push_back(part[doc]);
      }
    }
    parts.push_back(
        {segment_of(part), std::make_shared<const search::DeletedDocs>(std::move(deleted))});
  }
  EXPECT_EQ(search::merge(parts, memory_storage())->bytes(), segment_of(living)->bytes());
}

TEST(SegmentMerger, MakesAnEmptySegmentOfNothing) {
  const SegmentPtr nothing = search::merge({}, memory_storage());
  EXPECT_EQ(nothing->documents.count(), 0U);
  search::DeletedDocs deleted(1);
  deleted.add(0);
  const search::LivingSegment gone{segment_of(random_books(7, 1)),
                                   std::make_shared<const search::DeletedDocs>(deleted)};
  EXPECT_EQ(search::merge(std::span(&gone, 1), memory_storage())->bytes(), nothing->bytes());
}

}  // namespace
}  // namespace search_segment_test
