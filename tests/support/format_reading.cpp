#include "support/format_reading.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>

namespace support {
namespace {

Outcome outcome_of(formats::Record record) {
  Outcome outcome{.number = record.number,
                  .line = record.line,
                  .id = std::nullopt,
                  .fields = std::nullopt,
                  .claims = {},
                  .problem = std::nullopt,
                  .control = std::move(record.control)};
  if (!record.book) {
    outcome.problem = std::move(record.book).error();
    return outcome;
  }
  outcome.id = record.book->id;
  outcome.claims = record.book->claims;
  outcome.fields = std::move(record.book->fields);
  return outcome;
}

void drain(formats::Reader& reader, Outcomes& outcomes) {
  while (auto record = reader.next()) outcomes.push_back(outcome_of(*std::move(record)));
}

}  // namespace

Outcomes read_whole(formats::Format format, std::string_view bytes) {
  return read_sliced(format, bytes, std::max<std::size_t>(bytes.size(), 1));
}

Outcomes read_sliced(formats::Format format, std::string_view bytes, std::size_t slice_bytes) {
  const auto reader = formats::make_reader(format, {current_year});
  Outcomes outcomes;
  for (std::size_t at = 0; at < bytes.size(); at += slice_bytes) {
    reader->feed(bytes.substr(at, slice_bytes));
    drain(*reader, outcomes);
  }
  reader->finish();
  drain(*reader, outcomes);
  return outcomes;
}

Outcomes read_at_random(formats::Format format, std::string_view bytes, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto reader = formats::make_reader(format, {current_year});
  Outcomes outcomes;
  while (!bytes.empty()) {
    const std::size_t longest = random() % 4 == 0 ? 4096 : 16;
    const std::size_t size = std::min<std::size_t>(random() % longest + 1, bytes.size());
    reader->feed(bytes.substr(0, size));
    bytes.remove_prefix(size);
    if (random() % 3 != 0) drain(*reader, outcomes);
  }
  reader->finish();
  drain(*reader, outcomes);
  return outcomes;
}

WarnedBook read_warned(formats::Format format, std::string_view bytes) {
  const auto reader = formats::make_reader(format, {current_year});
  reader->feed(bytes);
  reader->finish();
  const auto record = reader->next();
  if (!record || !record->book) throw std::runtime_error("the first record is no book");
  WarnedBook all;
  all.book = record->book->fields;
  for (const auto& warning : record->warnings) all.warned.push_back(warning.column);
  return all;
}

std::string test_data(std::string_view name) {
  const std::string path = std::string(TEST_DATA_DIR) + "/" + std::string(name);
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace support
