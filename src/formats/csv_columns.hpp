// The columns of a book in CSV and the spelling of lists in one cell, the same in both directions:
// what the writer writes, the reader reads back equal, whatever the names hold. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/book.hpp"
#include "catalog/field.hpp"
#include "catalog/problem.hpp"

namespace formats {

// How each kind of value is written in its cell:
// - absent: an empty cell. No text of a book is ever empty, so nothing is confused with it.
// - autor: the text as it is; `\N` is null ("unknown on purpose"); a text that itself begins with a
//   backslash gets one more in front. An empty cell means "derive it from autores", and null when
//   that is empty too.
// - assuntos, etiquetas, outros_isbn, identificadores, autores: items joined by `|`. In an item
//   `\|` is a bar, `\;` a semicolon and `\\` a backslash; a backslash in front of anything else is
//   just itself. People separate items by `;` or line breaks instead: read where no `|` stands.
// - autores: `Name`, `Name (role)` or `Name (role; entidade)`. The writer leaves the role out only
//   when it is "aut", the kind is a person and the name does not end in ")", so a name such as
//   "Talento (Firm)" or "X (trl)" comes back whole. The reader takes the last parentheses for a
//   role only when a relator code or a known term ("tradutor") is in them, or a kind.
// - notas: joined by `|`; a semicolon parts none, since it stands in sentences.
// - ligacoes: `url`, then what is known of it: the relation, the media type, the note in
//   parentheses. "https://… texto application/pdf (só na biblioteca)".
// - identificadores: `type:value`; the first colon separates.
// - serie and serie_volume: two columns.
// - extra: the JSON text.
// Values that a spreadsheet would run as a formula ("=cmd|…") are data and go out unchanged,
// because an export must come back equal: open foreign exports as text.
struct CsvColumn {
  enum class Part : std::uint8_t { whole, volume };
  catalog::Field field;
  Part part = Part::whole;
  bool operator==(const CsvColumn&) const = default;
};

// All columns in the order of catalog::Field, serie_volume behind serie.
std::span<const CsvColumn> csv_columns() noexcept;
std::string_view name_of(const CsvColumn& column) noexcept;
// What to write in its cells, for people.
catalog::Wording csv_column_help(const CsvColumn& column) noexcept;
// The column a header cell names, aliases included; case, accents and separators do not matter
// ("Título original" is titulo_original).
std::optional<CsvColumn> csv_column_named(std::string_view header);

// Lists in a cell: items escaped and joined by `|`, and back. Empty items are dropped. `separator`
// is the column's own, where neither `|` nor `;` occurs.
void append_csv_item(std::string& cell, std::string_view item);
// Where a semicolon parts items: it stands in addresses, in sentences and in "(trl; entidade)" too.
enum class Semicolons : std::uint8_t { part, part_but_kinds, part_before_urls, part_nothing };
struct CsvSeparators {
  char own = '\0';
  Semicolons semicolons = Semicolons::part;
};
std::vector<std::string> split_csv_items(std::string_view cell, CsvSeparators separators = {});

void append_csv_item(std::string& cell, const catalog::Contributor& contributor);
struct CsvContributor {
  std::string_view name;
  std::optional<std::string_view> role{};
  std::optional<std::string_view> kind{};
};
CsvContributor contributor_in(std::string_view item);

std::string to_csv_item(const catalog::Link& link);
struct CsvLink {
  std::string_view url;
  std::optional<std::string_view> relation{};
  std::optional<std::string_view> media_type{};
  std::optional<std::string_view> note{};
};
// Text that is neither a relation nor a media type is the note.
CsvLink link_in(std::string_view item);

std::string to_csv_author(const std::optional<std::string>& author);
// The opposite of to_csv_author; nullopt: null. Not for empty cells.
std::optional<std::string_view> author_in(std::string_view cell) noexcept;

}  // namespace formats
