#include "formats/csv_book.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

#include "base/clock.hpp"
#include "base/text.hpp"
#include "catalog/book_builder.hpp"
#include "catalog/identifier_value.hpp"
#include "catalog/limits.hpp"
#include "catalog/person_names.hpp"
#include "formats/csv_extra.hpp"
#include "formats/csv_foreign.hpp"
#include "formats/csv_values.hpp"
#include "formats/language_names.hpp"
#include "formats/marc_relators.hpp"
#include "formats/text_link.hpp"

namespace formats {
namespace {

using catalog::BookBuilder;
using catalog::Field;
using catalog::NewBook;
using catalog::Wording;
namespace limits = catalog::limits;

constexpr std::string_view author_role = "aut";
constexpr std::string_view issn = "issn";
constexpr std::string_view invalid_isbn = "isbn_invalido";
constexpr std::string_view other_type = "outro";
constexpr std::size_t invalid_isbns_max = 5;  // of one cell

constexpr Wording no_year{"não é um ano", "is not a year"};
constexpr Wording no_pages{"não é um número de páginas", "is not a number of pages"};
constexpr Wording no_language{"não é um idioma conhecido", "is no language that is known"};
constexpr Wording more_languages{"tem mais de um idioma; o primeiro foi para o campo",
                                 "names more than one language; the first is in the field"};
constexpr Wording no_number{"não é um número deste catálogo", "is not a number of this catalogue"};
constexpr Wording no_instant{"não é uma data e hora RFC 3339", "is not an RFC 3339 instant"};
constexpr Wording no_object{"não é um objeto JSON", "is not a JSON object"};
constexpr Wording no_series{"é um volume sem série", "is a volume without a series"};
constexpr Wording long_volume{"é longo demais para um volume", "is too long for a volume"};
constexpr Wording second{"é outro valor de um campo que só tem um",
                         "is another value of a field that has only one"};
constexpr Wording title_missing{"falta o título", "the title is missing"};
constexpr Wording no_heading{"o cabeçalho não tem esta coluna",
                             "the header does not have this column"};

class RowReader {
 public:
  RowReader(const CsvRow& row, int current_year)
      : row_(row), current_year_(current_year), builder_(current_year) {}

  CsvBook read() && {
    for (std::size_t i = 0; i < row_.cells.size(); ++i) read_cell(i);
    read_people();
    read_series();
    if (!extra_.empty()) {
      const std::string json = extra_.json();
      builder_.extra({.json = json, .depth = extra_.depth()});
    }
    auto fields = std::move(builder_).finish();
    if (!fields) {
      std::vector<Written> written;
      for (const auto& error : fields.error().errors) written.push_back(written_at(error.pointer));
      return {catalog::fail(std::move(fields).error()), std::move(warnings_), std::move(written)};
    }
    book_.fields = *std::move(fields);
    return {std::move(book_), std::move(warnings_), {}};
  }

 private:
  void read_cell(std::size_t index) {
    const std::string& cell = row_.cells[index];
    if (base::trim(cell).empty()) return;
    if (index >= row_.header.size() || row_.header[index].name.empty()) {
      const std::string letters = column_letters(index);
      if (!builder_.is_full()) stray_.push_back({letters, for_people(cell), no_heading});
      builder_.refuse(
          {"/" + letters, catalog::Rule::too_many, {std::to_string(row_.header.size())}});
      return;
    }
    const CsvHeading& heading = row_.header[index];
    if (heading.target.cleaning == CsvCleaning::none && row_.origin == CsvOrigin::own) {
      return read_known(heading, cell);
    }
    if (heading.target.cleaning == CsvCleaning::series) behind_title_ = title_in_series(cell);
    std::string clean = cleaned(heading.target.cleaning, cell);
    if (row_.origin == CsvOrigin::foreign) clean = foreign_cell(heading.target, clean);
    cleaned_.push_back(std::move(clean));
    read_known(heading, cleaned_.back());
  }

  void read_known(const CsvHeading& heading, const std::string& cell) {
    if (base::trim(cell).empty()) return;
    switch (heading.target.kind) {
      case CsvKind::field:
        return read_field(heading, cell);
      case CsvKind::identifier:
        return read_list(heading, cell);
      case CsvKind::contributor_roles:
        return read_roles(cell);
      case CsvKind::contributor:
        people_before_ = people_.size();
        for (std::string& name :
             split_csv_items(with_blanks_for_tabs(cell), separators_of(heading.target))) {
          add_person({std::move(name), std::string(heading.target.code), {}});
        }
        return;
      case CsvKind::extra:
        check_kind(heading, cell);
        return extra_.add(heading.extra_key, cell);
      case CsvKind::ignored:
        return;
    }
  }

  // Articles and web pages are no books.
  void check_kind(const CsvHeading& heading, const std::string& cell) {
    const std::string_view kinds = heading.target.code;
    const std::string kind(base::trim(cell));
    if (kinds.empty() || std::ranges::count(base::words(kinds), kind) > 0) return;
    if (!builder_.is_full()) stray_.push_back({heading.name, for_people(cell), {}});
    builder_.refuse({"/" + heading.name,
                     catalog::Rule::unsupported_type,
                     {std::string(kinds)},
                     catalog::shown(kind)});
  }

  // "Translator||Illustrator": one for each of the names before; empty: what they were taken for.
  void read_roles(std::string_view roles) {
    for (std::size_t i = people_before_; i < people_.size() && !roles.empty(); ++i) {
      const std::size_t end = std::min(roles.find('|'), roles.size());
      const std::string_view role = relator_of_term(roles.substr(0, end));
      if (!role.empty()) people_[i].role = role;
      roles.remove_prefix(std::min(end + 1, roles.size()));
    }
  }

  void read_field(const CsvHeading& heading, const std::string& cell) {
    constexpr catalog::FieldSet lists{Field::contributors, Field::other_isbns, Field::identifiers,
                                      Field::subjects,     Field::tags,        Field::notes,
                                      Field::links};
    const Field field = heading.target.column.field;
    if (lists.has(field)) return read_list(heading, cell);
    if (field == Field::isbn) return read_isbns(heading, cell);
    if (field == Field::extra) {
      if (!extra_.add_object(cell)) keep(heading, cell, no_object);
      return;
    }
    std::string_view& first = first_of(heading.target.column);
    if (first.empty()) {
      first = cell;
      return read_scalar(heading, cell);
    }
    if (base::trim(first) != base::trim(cell)) keep(heading, cell, second);
  }

  void read_scalar(const CsvHeading& heading, const std::string& cell) {
    constexpr catalog::FieldSet catalogue_numbers{Field::id, Field::version};
    constexpr catalog::FieldSet instants{Field::created_at, Field::updated_at};
    constexpr catalog::FieldSet languages{Field::language, Field::original_language};
    // read_people and read_series look at more than one cell.
    constexpr catalog::FieldSet later{Field::author, Field::series};
    const Field field = heading.target.column.field;
    if (later.has(field)) return;
    if (catalogue_numbers.has(field)) return read_number_of_catalogue(heading, cell);
    if (instants.has(field)) return read_instant(heading, cell);
    if (languages.has(field)) return read_language(heading, cell);
    if (field == Field::year) {
      return read_number(heading, cell, {csv_year_in(cell, current_year_), no_year});
    }
    if (field == Field::pages) return read_number(heading, cell, {csv_pages_in(cell), no_pages});
    if (field == Field::cover) return read_cover(heading, cell);
    builder_.text(field, field == Field::synopsis ? cell : one_line(cell));
  }

  void read_cover(const CsvHeading& heading, const std::string& cell) {
    if (is_dash(cell)) return;
    const auto address = web_address_in(cell);
    if (!address) return keep(heading, cell, no_web_address);
    builder_.text(Field::cover, *address);
  }

  // Kept where it is found, with a warning, since its field cannot take it.
  void keep(const CsvHeading& heading, std::string_view cell, const Wording& why) {
    extra_.add(heading.extra_key, cell);
    warn(heading, cell, why);
  }
  void warn(const CsvHeading& heading, std::string_view cell, const Wording& why) {
    warnings_.push_back({heading.name, for_people(cell), why});
  }

  // What only the server sets; the store compares it with the current book.
  void read_number_of_catalogue(const CsvHeading& heading, const std::string& cell) {
    const auto value = integer_in(cell);
    if (!value || *value < 1 || *value > catalog::book_id_max) {
      return keep(heading, cell, no_number);
    }
    if (heading.target.column.field == Field::id) {
      book_.id = catalog::BookId{*value};
    } else {
      book_.claims.version = catalog::Version{*value};
    }
  }

  void read_instant(const CsvHeading& heading, const std::string& cell) {
    const auto instant = base::parse_rfc3339(base::trim(cell));
    if (!instant) return keep(heading, cell, no_instant);
    const bool is_created = heading.target.column.field == Field::created_at;
    (is_created ? book_.claims.created_at : book_.claims.updated_at) = instant;
  }

  struct Number {
    std::optional<std::int64_t> value;
    const Wording& otherwise;
  };
  void read_number(const CsvHeading& heading, const std::string& cell, const Number& number) {
    if (is_dash(cell)) return;
    if (!number.value) return keep(heading, cell, number.otherwise);
    // How other programs write that they know none.
    if (*number.value == 0 && row_.origin == CsvOrigin::foreign) return;
    if (heading.target.column.field == Field::year) {
      builder_.year(*number.value);
    } else {
      builder_.pages(*number.value);
    }
  }

  void read_language(const CsvHeading& heading, const std::string& cell) {
    if (is_dash(cell)) return;
    const std::vector<std::string> tags = languages_in(cell);
    if (tags.empty()) return keep(heading, cell, no_language);
    builder_.text(heading.target.column.field, tags.front());
    if (tags.size() > 1) keep(heading, cell, more_languages);
  }

  void read_isbns(const CsvHeading& heading, std::string_view cell) {
    const std::string number = catalog::plain_identifier(catalog::IdentifierType::issn, cell);
    if (is_issn(number)) return builder_.identifier({.type = issn, .value = number});
    const CsvIsbns found = csv_isbns_in(cell);
    // One among identifiers is the book's own as well.
    const bool is_other = heading.target.column.field == Field::other_isbns;
    for (const catalog::Isbn& isbn : found.isbns) {
      add_isbn(is_other ? Field::other_isbns : Field::isbn, isbn);
    }
    for (std::size_t i = 0; i < std::min(found.invalid.size(), invalid_isbns_max); ++i) {
      const std::string_view value =
          base::clip_bytes(found.invalid[i], limits::identifier_value_max);
      builder_.identifier({.type = invalid_isbn, .value = value});
    }
    if (!found.invalid.empty())
      warn(heading, cell, is_shortened_number(cell) ? shortened_isbn : no_isbn);
  }

  void add_isbn(Field field, const catalog::Isbn& isbn) {
    const bool is_full = isbns_.size() > limits::other_isbns_max + 1;
    if (is_full || std::find(isbns_.begin(), isbns_.end(), isbn) != isbns_.end()) return;
    isbns_.push_back(isbn);
    if (field == Field::isbn && isbns_.size() == 1) return builder_.isbn(isbn.digits());
    builder_.other_isbn(isbn.digits());
  }

  void read_list(const CsvHeading& heading, const std::string& cell) {
    for (const std::string& item :
         split_csv_items(with_blanks_for_tabs(cell), separators_of(heading.target))) {
      if (builder_.is_full()) return;
      read_item(heading, item);
    }
  }

  void read_item(const CsvHeading& heading, const std::string& item) {
    const Field field = heading.target.column.field;
    if (field == Field::subjects) return builder_.subject(item);
    if (field == Field::tags) return builder_.tag(item);
    if (field == Field::other_isbns) return read_isbns(heading, item);
    if (field == Field::notes) return builder_.note(item);
    if (field == Field::links) return read_link(heading, item);
    if (field == Field::contributors) {
      const CsvContributor contributor = contributor_in(item);
      add_person({std::string(contributor.name),
                  std::string(contributor.role.value_or(author_role)),
                  std::string(contributor.kind.value_or(std::string_view{}))});
      // The column `autores` alone is known to hold them all.
      if (heading.target.code.empty()) listed_ = true;
      return;
    }
    read_identifier(heading, item);
  }

  void read_link(const CsvHeading& heading, const std::string& item) {
    const CsvLink link = link_in(item);
    const auto address = web_address_in(link.url);
    if (!address) return keep(heading, item, no_web_address);
    builder_.link({*address, link.media_type, link.relation, link.note});
  }

  void read_identifier(const CsvHeading& heading, const std::string& item) {
    std::string_view type = heading.target.code;
    std::string_view value = item;
    if (type.empty()) {
      const std::size_t colon = std::min(item.find(':'), item.size());
      type = base::trim(value.substr(0, colon));
      const std::string_view behind = value.substr(std::min(colon + 1, value.size()));
      if (type == wire_name(Field::isbn)) return read_isbns(heading, behind);
      if (catalog::identifier_type_named(type)) {
        value = behind;
      } else {
        type = other_type;
      }
    }
    builder_.identifier({.type = type, .value = value});
  }

  void read_people() {
    const std::string_view cell = base::trim(first_of({Field::author}));
    const auto author = cell.empty() ? std::nullopt : author_in(cell);
    if (author) {
      const std::string names = joined_lines(*author);
      builder_.author(names);
      // Others beside the author: the list of names is to hold them all.
      if (!listed_ && !people_.empty()) add_authors(names);
    }
    for (const Person& person : people_)
      builder_.contributor({person.name, person.role, person.kind});
    if (author || (cell.empty() && listed_)) return;  // or derived from the list
    // The header has such a column: a cell left empty says that nothing is known. Translators and
    // the like are no authors.
    const std::string authors = cell.empty() ? authors_of(people_) : std::string();
    if (authors.empty()) {
      builder_.author_unknown();
    } else {
      builder_.author(authors);
    }
  }

  struct Person {
    std::string name;
    std::string role;
    std::string kind;
  };
  static std::string authors_of(const std::vector<Person>& people) {
    std::string names;
    for (const Person& person : people) {
      if (is_authorial(person.role) && !catalog::append_author(names, base::trim(person.name))) {
        break;
      }
    }
    return names;
  }

  // One more than a book may have is enough for the refusal.
  void add_person(Person&& person) {
    if (people_.size() <= limits::contributors_max) people_.push_back(std::move(person));
  }

  // The authors whom no other column names.
  void add_authors(std::string_view names) {
    if (base::code_points(names) > limits::author_max) return;  // refused
    std::vector<std::string> known;
    for (const Person& person : people_) {
      if (is_authorial(person.role)) known.push_back(catalog::person_key(person.name));
    }
    catalog::BookFields line;
    line.author = names;
    for (const std::string_view name : catalog::names_of_author(line)) {
      if (std::ranges::find(known, catalog::person_key(name)) == known.end()) {
        builder_.contributor({name, author_role});
      }
    }
  }

  void read_series() {
    std::string_view name = base::trim(first_of({Field::series}));
    std::string_view volume = base::trim(first_of({Field::series, CsvColumn::Part::volume}));
    if (name.empty() && volume.empty()) {
      name = behind_title_.name;
      volume = behind_title_.volume;
    }
    const bool fits = base::code_points(volume) <= limits::series_volume_max;
    if (!volume.empty() && (name.empty() || !fits)) {
      keep(heading_of({Field::series, CsvColumn::Part::volume}), volume,
           name.empty() ? no_series : long_volume);
    }
    if (name.empty()) return;
    const std::string text = one_line(volume);
    builder_.series(
        {.name = one_line(name),
         .volume = volume.empty() || !fits ? std::nullopt : std::optional<std::string_view>(text)});
  }

  // The first cell that is not empty in the columns of a value that there is only one of.
  std::string_view& first_of(const CsvColumn& column) {
    const std::size_t volume = column.part == CsvColumn::Part::volume ? 1 : 0;
    return first_cells_[volume == 1 ? catalog::field_count
                                    : static_cast<std::size_t>(column.field)];
  }

  const CsvHeading& heading_of(const CsvColumn& column) const {
    return *std::find_if(row_.header.begin(), row_.header.end(), [&](const CsvHeading& heading) {
      return heading.target.kind == CsvKind::field && heading.target.column == column;
    });
  }

  // The cell that an error is about, by its pointer.
  Written written_at(std::string_view pointer) {
    pointer.remove_prefix(std::min<std::size_t>(1, pointer.size()));
    const std::string_view name = pointer.substr(0, pointer.find('/'));
    const auto stray = std::find_if(stray_.begin(), stray_.end(),
                                    [&](const Written& one) { return one.column == name; });
    if (stray != stray_.end()) return *stray;
    const auto field = catalog::field_named(name);
    for (std::size_t i = 0; field && i < row_.header.size(); ++i) {
      const CsvTarget& target = row_.header[i].target;
      const bool holds = target.kind != CsvKind::extra && target.kind != CsvKind::ignored &&
                         target.column.field == *field;
      const std::string cell = i < row_.cells.size() ? for_people(row_.cells[i]) : std::string();
      if (holds && field == Field::title && cell.empty()) {
        return {row_.header[i].name, {}, title_missing};
      }
      if (holds && !cell.empty()) return {row_.header[i].name, cell, {}};
    }
    return {std::string(name), {}, {}};
  }

  CsvRow row_;
  int current_year_;
  BookBuilder builder_;
  NewBook book_;
  CsvExtra extra_;
  std::array<std::string_view, catalog::field_count + 1> first_cells_{};
  TitleInSeries behind_title_;
  std::vector<Person> people_;
  std::size_t people_before_ = 0;    // the last column of contributors
  std::deque<std::string> cleaned_;  // cells; first_cells_ may point to them
  bool listed_ = false;              // autores, by themselves
  std::vector<catalog::Isbn> isbns_;
  std::vector<Written> warnings_;
  std::vector<Written> stray_;
};

}  // namespace

CsvBook read_csv_book(const CsvRow& row, int current_year) {
  return RowReader(row, current_year).read();
}

}  // namespace formats
