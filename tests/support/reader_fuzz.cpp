#include "support/reader_fuzz.hpp"

#include <string>
#include <string_view>

#include "base/check.hpp"
#include "support/format_reading.hpp"

namespace support {
namespace {

using formats::Format;

void check_numbers(const Outcomes& outcomes) {
  const bool header_refused = outcomes.size() == 1 && outcomes[0].number == 0;
  if (header_refused) {
    check(outcomes[0].problem.has_value());
    return;
  }
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    check(outcomes[i].number == i + 1);
    // The items of an array may share a line.
    check(i == 0 || outcomes[i].line == 0 || outcomes[i].line >= outcomes[i - 1].line);
    check(outcomes[i].fields.has_value() || !outcomes[i].problem->errors.empty() ||
          !outcomes[i].problem->arguments.empty());
  }
}

void check_round_trip(Format format, const Outcomes& outcomes) {
  const auto writer = formats::make_writer(format);
  std::string bytes;
  writer->begin(bytes);
  std::size_t written = 0;
  for (const Outcome& outcome : outcomes) {
    if (!outcome.fields) continue;
    catalog::Book book;
    book.id = {static_cast<std::int64_t>(++written)};
    book.version = {1};
    book.fields = *outcome.fields;
    writer->append(bytes, book);
  }
  const Outcomes back = read_whole(format, bytes);
  check(back.size() == written);
  auto read = back.begin();
  for (const Outcome& outcome : outcomes) {
    if (outcome.fields) check((read++)->fields == outcome.fields);
  }
}

}  // namespace

void fuzz_reader(Format format, std::string_view input) {
  const std::string bytes(input);
  const Outcomes whole = read_whole(format, bytes);
  check(whole == read_sliced(format, bytes, 1));
  check(whole == read_sliced(format, bytes, 7));
  check_numbers(whole);
  check_round_trip(Format::ndjson, whole);
  check_round_trip(Format::csv, whole);
}

}  // namespace support
