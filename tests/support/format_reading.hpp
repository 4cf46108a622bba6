// Whole inputs through a formats::Reader, in slices of every kind, for tests and fuzz targets.
// One thread. However the bytes are cut, the outcomes must be the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/book.hpp"
#include "catalog/new_book.hpp"
#include "catalog/problem.hpp"
#include "formats/format.hpp"

namespace support {

inline constexpr int current_year = 2026;

// A formats::Record that can be compared.
struct Outcome {
  std::uint64_t number = 0;
  std::uint64_t line = 0;
  std::optional<catalog::BookId> id;
  std::optional<catalog::BookFields> fields;  // nothing when the record was refused
  catalog::Claims claims;
  std::optional<catalog::Problem> problem;
  std::string control;
  bool operator==(const Outcome&) const = default;
};
using Outcomes = std::vector<Outcome>;

Outcomes read_whole(formats::Format format, std::string_view bytes);
// Slices of `slice_bytes`, drained after each.
Outcomes read_sliced(formats::Format format, std::string_view bytes, std::size_t slice_bytes);
// Slices of random length, drained now and then; the same seed cuts the same way everywhere.
Outcomes read_at_random(formats::Format format, std::string_view bytes, std::uint64_t seed);

// The first record, which must be a book, and where its warnings are of.
struct WarnedBook {
  catalog::BookFields book;
  std::vector<std::string> warned;  // columns
};
WarnedBook read_warned(formats::Format format, std::string_view bytes);

// The content of tests/data/<name>.
std::string test_data(std::string_view name);

}  // namespace support
