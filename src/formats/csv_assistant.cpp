#include "formats/csv_assistant.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "formats/csv_encoding.hpp"
#include "formats/csv_layout.hpp"
#include "formats/csv_records.hpp"
#include "formats/csv_synonyms.hpp"
#include "formats/csv_values.hpp"
#include "formats/feed_buffer.hpp"
#include "formats/foreign_file.hpp"
#include "formats/language_names.hpp"
#include "formats/text_stream.hpp"
#include "json/writer.hpp"

namespace formats {
namespace {

using catalog::Field;
using catalog::Wording;
using Cells = std::vector<std::string>;

constexpr Wording unknown_format{"o formato não foi reconhecido: diga qual é",
                                 "the format was not recognised: say which it is"};
constexpr Wording no_title{"nenhuma coluna parece ser o título: diga qual é",
                           "no column seems to be the title: say which it is"};
constexpr Wording no_people{"nenhuma coluna parece ser o autor: diga qual é",
                            "no column seems to be the author: say which it is"};
constexpr Wording was_shortened{
    "o Excel encurtou números de ISBN: formate a coluna como texto antes de salvar",
    "Excel has shortened ISBNs: format the column as text before saving"};
constexpr Wording is_guessed_1252{"o texto não é UTF-8: foi lido como Windows-1252",
                                  "the text is not UTF-8: it was read as Windows-1252"};
constexpr Wording refuses_some{"há registros que seriam recusados",
                               "there are records that would be refused"};

std::string shown_cell(std::string_view cell) {
  return base::abridged(cell, analysis_cell_code_points_max);
}

// What the cells of a column look like, where its heading says nothing.
std::optional<std::string_view> guess_by_cells(const std::vector<Cells>& rows, std::size_t column,
                                               int current_year) {
  std::size_t filled = 0;
  std::size_t isbns = 0;
  std::size_t years = 0;
  for (const Cells& row : rows) {
    if (column >= row.size() || base::trim(row[column]).empty()) continue;
    const std::string_view cell = base::trim(row[column]);
    ++filled;
    isbns += csv_isbns_in(cell).isbns.empty() && !is_shortened_number(cell) ? 0U : 1U;
    constexpr std::size_t year_digits = 4;
    years += cell.size() == year_digits && csv_year_in(cell, current_year) ? 1U : 0U;
  }
  // Some of them may be wrong; one alone may be anything.
  constexpr std::size_t filled_min = 2;
  const auto most = [filled](std::size_t count) { return count * 5 >= filled * 4; };
  if (filled < filled_min) return std::nullopt;
  if (most(isbns)) return wire_name(Field::isbn);
  if (most(years)) return wire_name(Field::year);
  return std::nullopt;
}

// A heading for contributors in this role; empty: there is none.
std::string_view heading_of_role(std::string_view role) {
  constexpr std::array<std::string_view, 9> people{
      "adaptador", "autor do prefacio", "compilador",  "fotografo", "ilustrador",
      "narrador",  "editor literario",  "organizador", "tradutor"};
  for (const std::string_view heading : people) {
    const auto target = csv_synonym(heading);
    if (target && target->kind == CsvKind::contributor && target->code == role) return heading;
  }
  return {};
}

// As a rule for a column names it, with what parts its items.
std::optional<std::string> field_of(const CsvTarget& target) {
  std::string name;
  switch (target.kind) {
    case CsvKind::field:
      name = name_of(target.column);
      break;
    case CsvKind::identifier:
      name = target.code;
      break;
    case CsvKind::contributor:
      name = heading_of_role(target.code);
      if (name.empty()) name = wire_name(Field::contributors);
      break;
    case CsvKind::contributor_roles:
    case CsvKind::extra:
    case CsvKind::ignored:
      return std::nullopt;
  }
  if (target.separator != '\0') name += target.separator;
  return name;
}

bool is_exactly_named(const CsvHeading& heading) {
  const std::string folded = base::fold(heading.name);
  return csv_column_named(folded).has_value() || csv_synonym(folded).has_value();
}

class CsvAnalyser {
 public:
  CsvAnalyser(const AnalysisOptions& options, Analysis& analysis)
      : options_(options), analysis_(analysis), text_(options.encoding) {}

  void read(std::string_view bytes, Head extent) {
    std::string text = text_.take(bytes);
    if (extent == Head::whole) text += text_.finish();
    const std::string_view head = std::string_view(text).substr(0, csv_layout_bytes);
    const Head head_extent = head.size() < text.size() ? Head::cut : extent;
    const CsvLayout layout =
        find_csv_layout(head, head_extent, options_.columns, options_.separator);
    analysis_.separator = layout.delimiter;
    CsvRecords records(layout.delimiter);
    records.feed(text);
    if (extent == Head::whole) records.finish();
    records.skip(layout.rows_above);
    if (text_.is_utf8()) encoding_.set_utf8();
    read_rows(records);
    analysis_.encoding = encoding_name(bytes);
    guess_columns();
    estimate(bytes.size());
  }

 private:
  void read_rows(CsvRecords& records) {
    while (const auto fault = records.next()) {
      if (*fault != CsvFault::none) {
        rows_ += has_header_ ? 1U : 0U;
        continue;
      }
      Cells& cells = records.cells();
      const bool is_blank = std::ranges::all_of(
          cells, [](const std::string& cell) { return base::trim(cell).empty(); });
      if (is_blank) continue;
      const bool is_text = encoding_.decode(cells);
      if (cells.size() > analysis_columns_max) cells.resize(analysis_columns_max);
      if (!has_header_) {
        has_header_ = true;
        analysis_.header = cells;
        continue;
      }
      ++rows_;
      if (is_text && analysis_.sample.size() < analysis_rows_max) {
        analysis_.sample.push_back(std::move(cells));
      }
    }
  }

  std::string encoding_name(std::string_view bytes) {
    if (options_.encoding != Encoding::automatic) return std::string(name_of(options_.encoding));
    if (encoding_.is_windows_1252()) {
      analysis_.warnings.push_back(is_guessed_1252);
      return std::string(name_of(Encoding::windows_1252));
    }
    const bool is_wide = text_.is_utf8() && !bytes.starts_with(byte_order_mark);
    if (!is_wide) return std::string(name_of(Encoding::utf8));
    const bool is_big = bytes.starts_with("\xFE\xFF") || bytes.starts_with('\0');
    return std::string(name_of(is_big ? Encoding::utf16_big : Encoding::utf16_little));
  }

  void guess_columns() {
    const CsvProfile profile = options_.profile == CsvProfile::automatic
                                   ? csv_profile_of(analysis_.header)
                                   : options_.profile;
    analysis_.profile = profile;
    // Refused headers are told as well: what is missing is said below.
    const CsvHeader header = csv_headings(analysis_.header, options_.columns, profile);
    for (std::size_t i = 0; i < header.size(); ++i) {
      analysis_.columns.push_back(guess(header[i], i));
      analysis_.header[i] = shown_cell(analysis_.header[i]);
    }
    for (Cells& row : analysis_.sample) {
      for (std::string& cell : row) {
        has_shortened_ = has_shortened_ || is_shortened_number(cell);
        cell = shown_cell(cell);
      }
    }
    const CsvNeeds needs = csv_needs(header);
    if (!needs.has_title) analysis_.warnings.push_back(no_title);
    if (!needs.has_people) analysis_.warnings.push_back(no_people);
    if (has_shortened_) analysis_.warnings.push_back(was_shortened);
  }

  ColumnGuess guess(const CsvHeading& heading, std::size_t index) const {
    ColumnGuess guess{shown_cell(heading.name), field_of(heading.target), Certainty::none};
    const bool is_of_profile = csv_profile_target(analysis_.profile, heading.name).has_value();
    if (heading.target.kind == CsvKind::extra && !is_of_profile) {
      if (const auto by_cells = guess_by_cells(analysis_.sample, index, options_.current_year)) {
        guess.field = std::string(*by_cells);
        guess.certainty = Certainty::middling;
      }
      return guess;
    }
    const bool is_ruled = std::ranges::any_of(options_.columns, [&](const ColumnRule& rule) {
      return base::fold(rule.heading) == base::fold(heading.name);
    });
    guess.certainty = is_of_profile || is_ruled || is_exactly_named(heading) ? Certainty::high
                                                                             : Certainty::middling;
    return guess;
  }

  void estimate(std::size_t bytes) {
    const std::uint64_t whole = std::max<std::uint64_t>(options_.file_bytes, bytes);
    analysis_.records = bytes == 0 ? 0 : rows_ * whole / bytes;
  }

  const AnalysisOptions& options_;
  Analysis& analysis_;
  TextStream text_;
  CsvEncoding encoding_;
  std::uint64_t rows_ = 0;
  bool has_header_ = false;
  bool has_shortened_ = false;
};

std::string encoding_of(std::string_view bytes, const AnalysisOptions& options) {
  if (options.encoding != Encoding::automatic) return std::string(name_of(options.encoding));
  if (bytes.starts_with("\xFF\xFE")) return std::string(name_of(Encoding::utf16_little));
  if (bytes.starts_with("\xFE\xFF")) return std::string(name_of(Encoding::utf16_big));
  // The end may be in the middle of a character.
  constexpr std::size_t character_bytes_max = 4;
  const bool is_utf8 = base::valid_utf8_prefix(bytes) + character_bytes_max > bytes.size();
  if (is_utf8) return std::string(name_of(Encoding::utf8));
  const bool is_marc = options.format == Format::marc || options.format == Format::unimarc;
  return std::string(name_of(is_marc ? Encoding::marc8 : Encoding::windows_1252));
}

void read_others(std::string_view bytes, Head extent, const AnalysisOptions& options,
                 Analysis& analysis) {
  AnalysisOptions known = options;
  known.format = analysis.format;
  analysis.encoding = encoding_of(bytes, known);
  const auto reader = make_reader(
      *analysis.format, {.current_year = options.current_year, .encoding = options.encoding});
  if (reader == nullptr) return;
  reader->feed(bytes);
  if (extent == Head::whole) reader->finish();
  std::uint64_t records = 0;
  bool has_refused = false;
  while (const auto record = reader->next()) {
    ++records;
    has_refused = has_refused || !record->book;
    if (!record->book || analysis.sample.size() == analysis_rows_max) continue;
    const catalog::BookFields& fields = record->book->fields;
    analysis.sample.push_back({shown_cell(fields.title), shown_cell(fields.author.value_or("")),
                               fields.year ? std::to_string(*fields.year) : std::string()});
  }
  const std::uint64_t whole = std::max<std::uint64_t>(options.file_bytes, bytes.size());
  analysis.records = bytes.empty() ? 0 : records * whole / bytes.size();
  if (has_refused) analysis.warnings.push_back(refuses_some);
  const Remarks remarks = reader->remarks();
  if (remarks.failed) analysis.warnings.push_back(remarks.failed->why);
}

template <class Items, class Append>
void append_array(std::string& out, const Items& items, Append append) {
  out += '[';
  bool is_first = true;
  for (const auto& item : items) {
    if (!std::exchange(is_first, false)) out += ',';
    append(item);
  }
  out += ']';
}

std::string_view name_of(Certainty certainty) noexcept {
  constexpr std::array<std::string_view, 3> names{"nenhuma", "media", "alta"};
  return names.at(static_cast<std::size_t>(certainty));
}

void append_text_or_null(json::Object& object, std::string& out, std::string_view key,
                         std::string_view text) {
  object.key(key);
  if (text.empty()) {
    out += "null";
  } else {
    json::append_string(out, text);
  }
}

}  // namespace

Analysis analyse(std::string_view first_bytes, const AnalysisOptions& options) {
  const std::string_view bytes = first_bytes.substr(0, analysis_bytes_max);
  const bool is_cut = bytes.size() < first_bytes.size() || bytes.size() < options.file_bytes;
  const Head extent = is_cut ? Head::cut : Head::whole;
  Analysis analysis;
  if (const auto foreign = foreign_file(bytes)) {
    analysis.warnings.push_back(*foreign);
    return analysis;
  }
  analysis.format = options.format ? options.format : guess_format({options.file_name, bytes});
  if (!analysis.format) {
    // Headings that say nothing, perhaps: as a spreadsheet its columns can be shown.
    analysis.warnings.push_back(unknown_format);
    CsvAnalyser(options, analysis).read(bytes, extent);
  } else if (*analysis.format == Format::csv) {
    CsvAnalyser(options, analysis).read(bytes, extent);
  } else {
    read_others(bytes, extent, options, analysis);
  }
  return analysis;
}

std::string to_json(const Analysis& analysis, catalog::Language language) {
  std::string out;
  json::Object object(out);
  append_text_or_null(object, out, "formato",
                      analysis.format ? name_of(*analysis.format) : std::string_view{});
  append_text_or_null(object, out, "codificacao", analysis.encoding);
  const bool is_csv = analysis.separator != '\0';
  append_text_or_null(object, out, "separador",
                      is_csv ? std::string_view(&analysis.separator, 1) : std::string_view{});
  append_text_or_null(object, out, "aspas", is_csv ? "\"" : "");
  append_text_or_null(object, out, "perfil", name_of(analysis.profile));
  const auto append_string = [&out](const std::string& text) { json::append_string(out, text); };
  object.key("cabecalho");
  append_array(out, analysis.header, append_string);
  object.key("sugestao");
  append_array(out, analysis.columns, [&](const ColumnGuess& guess) {
    json::Object column(out);
    column.string("coluna", guess.column);
    append_text_or_null(column, out, "campo", guess.field.value_or(""));
    column.string("certeza", name_of(guess.certainty));
    column.end();
  });
  object.key("amostra");
  append_array(out, analysis.sample,
               [&](const Cells& row) { append_array(out, row, append_string); });
  object.integer("registros_estimados", analysis.records);
  object.key("avisos");
  append_array(out, analysis.warnings,
               [&](const Wording& warning) { json::append_string(out, warning.in(language)); });
  object.end();
  return out;
}

}  // namespace formats
