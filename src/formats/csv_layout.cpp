#include "formats/csv_layout.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "formats/csv_encoding.hpp"
#include "formats/csv_records.hpp"

namespace formats {
namespace {

// Titles and addresses of a library, before its list begins.
constexpr std::size_t rows_tried_max = 20;
constexpr std::string_view delimiters = ",;\t|";

struct Candidate {
  CsvLayout layout;
  HeaderScore score;
  std::size_t row = 0;
  std::size_t cells = 0;  // of its first row
};

// The title's column counts most, then how many are known, then the earlier row.
bool is_better(const Candidate& one, const Candidate& other) noexcept {
  if (one.score.has_title != other.score.has_title) return one.score.has_title;
  if (!one.score.has_title) return one.cells > other.cells;
  return one.score.known > other.score.known;
}

// "sep=;", which spreadsheets write for each other above the header.
bool names_separator(std::string_view line) {
  return line.size() <= 6 && base::fold(line.substr(0, 4)) == "sep" && line.find('=') == 3;
}

std::size_t filled(const std::vector<std::string>& cells) {
  return static_cast<std::size_t>(
      std::count_if(cells.begin(), cells.end(),
                    [](const std::string& cell) { return !base::trim(cell).empty(); }));
}

Candidate best_with(char delimiter, std::string_view head, Head extent, const ColumnRules& rules) {
  CsvRecords records(delimiter);
  records.feed(head);
  if (extent == Head::whole) records.finish();
  CsvEncoding encoding;
  Candidate best;
  best.layout.delimiter = delimiter;
  for (std::size_t row = 0; row < rows_tried_max; ++row) {
    const auto fault = records.next();
    if (!fault) break;
    // A broken row is told about unless a later one is the header.
    if (*fault != CsvFault::none && row == 0) best.cells = 1;
    if (*fault != CsvFault::none || names_separator(records.bytes())) continue;
    if (!encoding.decode(records.cells())) continue;
    Candidate here = best;
    here.row = row;
    here.cells = filled(records.cells());
    here.score = header_score(records.cells(), rules);
    here.layout.rows_above = static_cast<std::size_t>(records.offset());
    // One word alone may be anything.
    here.score.has_title = here.score.has_title && here.score.known > 1;
    here.layout.has_title = here.score.has_title;
    if (best.cells == 0 || (here.score.has_title && is_better(here, best))) best = here;
  }
  return best;
}

}  // namespace

CsvLayout find_csv_layout(std::string_view head, Head extent, const ColumnRules& rules,
                          char separator) {
  if (separator != '\0') return best_with(separator, head, extent, rules).layout;
  Candidate best;
  for (const char delimiter : delimiters) {
    const Candidate here = best_with(delimiter, head, extent, rules);
    if (is_better(here, best)) best = here;
  }
  return best.layout;
}

}  // namespace formats
