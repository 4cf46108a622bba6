// Exchange formats, bytes <-> Book, streaming, no I/O: a Reader is fed bytes in any slices and
// hands out whole records; a Writer appends books to a buffer. Memory is bounded by the longest
// record. A bad record is an outcome with its number, never the end of the stream. One thread per
// object.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/book.hpp"
#include "catalog/new_book.hpp"
#include "catalog/problem.hpp"

namespace formats {

enum class Format : std::uint8_t { ndjson, csv, marc };

// By file name ending (.ndjson .jsonl .csv .mrc .marc .utf8 …), then by the first bytes.
struct Sample {
  std::string_view file_name;
  std::string_view first_bytes;
};
std::optional<Format> guess_format(const Sample& sample);
std::optional<Format> format_named(std::string_view name);  // "ndjson", "csv", "marc"
std::string_view name_of(Format format) noexcept;

// What somebody wrote, and where: a field of a MARC record. Clipped, for people.
struct Written {
  std::string column;
  std::string value;
  catalog::Wording why;
};
inline constexpr std::size_t written_bytes_max = 200;

struct Record {
  std::uint64_t number = 0;  // 1, 2, 3, … within the stream; 0: a CSV header refused, the end
  std::uint64_t line = 0;    // 1-based line where it begins; 0 in formats without lines
  catalog::Result<catalog::NewBook> book;
  // What could not be read as it stands, and what became of it.
  std::vector<Written> warnings{};
};
// Of bytes that are no book.
inline base::Unexpected<catalog::Problem> refused(catalog::FieldError error) {
  return catalog::fail(catalog::problem::invalid_book({std::move(error)}));
}

class Reader {
 public:
  virtual ~Reader() = default;
  virtual void feed(std::string_view bytes) = 0;
  virtual void finish() = 0;                 // no more bytes will come
  virtual std::optional<Record> next() = 0;  // nullopt: feed more, or (after finish) the end
};
// `current_year` bounds the year of publication.
std::unique_ptr<Reader> make_reader(Format format, int current_year);

class Writer {
 public:
  virtual ~Writer() = default;
  virtual void begin(std::string& out) = 0;  // header row or nothing
  virtual void append(std::string& out, const catalog::Book& book) = 0;
};
std::unique_ptr<Writer> make_writer(Format format);  // ndjson, csv; nullptr for the others

}  // namespace formats
