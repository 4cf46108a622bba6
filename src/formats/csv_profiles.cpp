#include "formats/csv_profiles.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "formats/csv_header.hpp"
#include "formats/html_text.hpp"
#include "formats/marc_placeholders.hpp"

namespace formats {
namespace {

using catalog::Field;

constexpr std::size_t unnamed_profiles = 2;  // automatic, none
constexpr std::array<std::string_view, 5> profile_names{"goodreads", "librarything", "calibre",
                                                        "storygraph", "zotero"};

// Two headings, folded, that together only one program writes.
struct Signature {
  CsvProfile profile;
  std::string_view first;
  std::string_view second;
};
constexpr std::array signatures{
    Signature{CsvProfile::goodreads, "author l f", "exclusive shelf"},
    Signature{CsvProfile::librarything, "primary author", "sort character"},
    Signature{CsvProfile::librarything, "primary author", "work id"},
    Signature{CsvProfile::calibre, "author sort", "title sort"},
    Signature{CsvProfile::calibre, "author sort", "library name"},
    Signature{CsvProfile::storygraph, "isbn uid", "read status"},
    Signature{CsvProfile::zotero, "item type", "publication year"},
};

struct ProfileColumn {
  CsvProfile profile;
  std::string_view folded;
  CsvTarget target;
};

constexpr CsvTarget people(char separator, CsvCleaning cleaning = CsvCleaning::none) {
  return {CsvKind::contributor, {Field::contributors}, "aut", separator, cleaning};
}
constexpr CsvTarget of_field(Field field, char separator = '\0',
                             CsvCleaning cleaning = CsvCleaning::none) {
  return {CsvKind::field, {field}, {}, separator, cleaning};
}
constexpr CsvTarget people_as(std::string_view role) {
  return {CsvKind::contributor, {Field::contributors}, role, ';'};
}
constexpr CsvTarget in_extra{CsvKind::extra, {}};
// The kinds that are books in RIS, BibTeX and CSL-JSON, too.
constexpr CsvTarget kind_of_zotero{
    CsvKind::extra,
    {},
    "book bookSection thesis report document manuscript encyclopediaArticle dictionaryEntry"};

constexpr std::array profile_columns{
    ProfileColumn{CsvProfile::goodreads, "title",
                  of_field(Field::title, '\0', CsvCleaning::series)},
    ProfileColumn{CsvProfile::goodreads, "additional authors", people(',')},
    ProfileColumn{CsvProfile::goodreads, "bookshelves", of_field(Field::tags, ',')},
    ProfileColumn{CsvProfile::goodreads, "original publication year", in_extra},
    ProfileColumn{CsvProfile::librarything, "secondary author", people('|')},
    ProfileColumn{CsvProfile::librarything,
                  "secondary author roles",
                  {CsvKind::contributor_roles, {Field::contributors}}},
    ProfileColumn{CsvProfile::librarything, "publication",
                  of_field(Field::publisher, '\0', CsvCleaning::imprint)},
    ProfileColumn{CsvProfile::librarything, "comment", of_field(Field::notes)},
    ProfileColumn{CsvProfile::librarything, "media", in_extra},
    ProfileColumn{CsvProfile::librarything, "barcode", in_extra},
    ProfileColumn{CsvProfile::calibre, "authors", people('&', CsvCleaning::unknown)},
    ProfileColumn{CsvProfile::calibre, "comments",
                  of_field(Field::synopsis, '\0', CsvCleaning::html)},
    ProfileColumn{CsvProfile::calibre, "identifiers", of_field(Field::identifiers, ',')},
    ProfileColumn{
        CsvProfile::calibre,
        "series index",
        {CsvKind::field, {Field::series, CsvColumn::Part::volume}, {}, '\0', CsvCleaning::decimal}},
    ProfileColumn{CsvProfile::calibre, "tags", of_field(Field::tags, ',')},
    ProfileColumn{CsvProfile::storygraph, "authors", people(',')},
    ProfileColumn{CsvProfile::storygraph,
                  "contributors",
                  {CsvKind::field, {Field::contributors}, "aut", ','}},
    ProfileColumn{CsvProfile::storygraph, "tags", of_field(Field::tags, ',')},
    ProfileColumn{CsvProfile::storygraph, "format", in_extra},
    ProfileColumn{CsvProfile::zotero, "item type", kind_of_zotero},
    ProfileColumn{CsvProfile::zotero, "editor", people_as("edt")},
    ProfileColumn{CsvProfile::zotero, "series editor", people_as("edt")},
    ProfileColumn{CsvProfile::zotero, "contributor", people_as("ctb")},
    ProfileColumn{CsvProfile::zotero, "abstract note",
                  of_field(Field::synopsis, '\0', CsvCleaning::html)},
    ProfileColumn{CsvProfile::zotero, "notes", of_field(Field::notes, '\0', CsvCleaning::html)},
    ProfileColumn{CsvProfile::zotero, "manual tags", of_field(Field::tags, ';')},
    ProfileColumn{CsvProfile::zotero, "automatic tags", of_field(Field::subjects, ';')},
    // "Pages" says where in a book something stands; the volume is that of the work.
    ProfileColumn{CsvProfile::zotero, "pages", in_extra},
    ProfileColumn{CsvProfile::zotero, "volume", in_extra},
    ProfileColumn{CsvProfile::zotero, "extra", in_extra},
};

// Things of a reader or of a copy and not of the book, and numbers of the program's own: headings
// between commas.
struct Ignored {
  CsvProfile profile;
  std::string_view folded;
};
constexpr std::array ignored_columns{
    Ignored{CsvProfile::goodreads,
            ",author l f,my rating,average rating,date read,date added,bookshelves with positions,"
            "exclusive shelf,my review,spoiler,private notes,read count,owned copies,book id,"
            "recommended for,recommended by,original purchase date,original purchase location,"
            "condition,condition description,bcid,"},
    Ignored{CsvProfile::librarything,
            ",book id,sort character,primary author role,review,rating,private comment,summary,"
            "weight,height,thickness,length,dimensions,acquired,date started,date read,bcid,"
            "collections,dewey wording,copies,source,entry date,from where,work id,lending patron,"
            "lending status,lending start,lending end,"},
    Ignored{CsvProfile::calibre,
            ",id,uuid,author sort,title sort,cover,formats,library name,size,timestamp,rating,"},
    Ignored{CsvProfile::storygraph,
            ",read status,date added,last date read,dates read,read count,moods,pace,"
            "character or plot driven,strong character development,loveable characters,"
            "diverse characters,flawed characters,star rating,review,content warnings,"
            "content warning description,owned,"},
    Ignored{CsvProfile::zotero,
            ",key,date,date added,date modified,access date,file attachments,link attachments,"
            "library catalog,short title,"},
};

// In the punctuation of ISBD a place stands before the publisher, and the year behind a comma.
std::string_view publisher_of(std::string_view imprint) noexcept {
  const std::size_t colon = imprint.find(" : ");
  if (colon == std::string_view::npos) return imprint;
  const std::string_view behind = imprint.substr(colon + 3);
  const std::size_t comma = behind.rfind(',');
  const bool is_dated = comma != std::string_view::npos &&
                        std::any_of(behind.begin() + static_cast<std::ptrdiff_t>(comma),
                                    behind.end(), base::is_digit);
  return is_dated ? behind.substr(0, comma) : behind;
}

std::string without_zeros(std::string_view number) {
  const std::size_t dot = number.find('.');
  const bool is_number =
      dot != std::string_view::npos && number.find_first_not_of("0123456789.") == number.npos;
  if (!is_number) return std::string(number);
  const std::string_view digits = number.substr(0, number.find_last_not_of('0') + 1);
  return std::string(digits.ends_with('.') ? digits.substr(0, digits.size() - 1) : digits);
}

std::string_view before_year(std::string_view imprint) noexcept {
  constexpr std::size_t year_bytes = 6;  // "(1996)"
  for (std::size_t at = imprint.find('('); at != std::string_view::npos;
       at = imprint.find('(', at + 1)) {
    const std::string_view year = imprint.substr(at, year_bytes);
    const bool is_year = year.size() == year_bytes && year.back() == ')' &&
                         std::all_of(year.begin() + 1, year.end() - 1, base::is_digit);
    if (is_year) return imprint.substr(0, at);
  }
  return imprint;
}

}  // namespace

std::optional<CsvProfile> csv_profile_named(std::string_view name) {
  const auto* const found = std::ranges::find(profile_names, name);
  if (found == profile_names.end()) return std::nullopt;
  const auto at = static_cast<std::size_t>(found - profile_names.begin());
  return static_cast<CsvProfile>(at + unnamed_profiles);
}

std::string_view name_of(CsvProfile profile) noexcept {
  const auto at = static_cast<std::size_t>(profile);
  return at < unnamed_profiles ? std::string_view{} : profile_names.at(at - unnamed_profiles);
}

std::span<const std::string_view> csv_profile_names() noexcept { return profile_names; }

CsvProfile csv_profile_of(const std::vector<std::string>& headings) {
  std::vector<std::string> folded;
  for (const std::string& heading : headings) folded.push_back(base::fold(heading));
  const auto has = [&](std::string_view wanted) {
    return std::ranges::find(folded, wanted) != folded.end();
  };
  const auto* const found = std::ranges::find_if(
      signatures, [&](const Signature& one) { return has(one.first) && has(one.second); });
  return found == signatures.end() ? CsvProfile::none : found->profile;
}

std::optional<CsvTarget> csv_profile_target(CsvProfile profile, std::string_view heading) {
  const std::string folded = base::fold(heading);
  if (folded.empty()) return std::nullopt;
  for (const ProfileColumn& column : profile_columns) {
    if (column.profile == profile && column.folded == folded) return column.target;
  }
  const std::string wanted = "," + folded + ",";
  for (const Ignored& ignored : ignored_columns) {
    const bool is_one =
        ignored.profile == profile && ignored.folded.find(wanted) != std::string_view::npos;
    if (is_one) return CsvTarget{CsvKind::ignored, {}};
  }
  return std::nullopt;
}

std::string cleaned(CsvCleaning cleaning, std::string_view cell) {
  switch (cleaning) {
    case CsvCleaning::html:
      return text_of_html(cell);
    case CsvCleaning::imprint:
      return std::string(base::trim(publisher_of(before_year(cell))));
    case CsvCleaning::decimal:
      return without_zeros(base::trim(cell));
    case CsvCleaning::unknown:
      return is_placeholder(cell) ? std::string() : std::string(cell);
    case CsvCleaning::series:
      return std::string(title_in_series(cell).title);
    case CsvCleaning::none:
      break;
  }
  return std::string(cell);
}

TitleInSeries title_in_series(std::string_view title) noexcept {
  constexpr std::string_view opening = " (";
  constexpr std::string_view number = ", #";
  const std::string_view text = base::trim(title);
  const std::size_t open = text.rfind(opening);
  if (!text.ends_with(')') || open == std::string_view::npos) return {title, {}, {}};
  std::string_view inside = text.substr(open + opening.size());
  inside = inside.substr(0, inside.find_first_of(";)"));
  const std::size_t at = inside.rfind(number);
  if (at == std::string_view::npos) return {title, {}, {}};
  const std::string_view name = base::trim(inside.substr(0, at));
  const std::string_view volume = base::trim(inside.substr(at + number.size()));
  const std::string_view before = base::trim(text.substr(0, open));
  if (name.empty() || before.empty() || volume.empty() || !base::is_digit(volume.front())) {
    return {title, {}, {}};
  }
  return {before, name, volume};
}

}  // namespace formats
