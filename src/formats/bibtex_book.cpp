#include "formats/bibtex_book.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"
#include "formats/draft_book.hpp"
#include "formats/marc_text.hpp"
#include "formats/tex_text.hpp"

namespace formats {
namespace {

using catalog::Field;

constexpr std::array<std::string_view, 15> book_types{
    "book", "inbook", "incollection", "booklet", "manual", "proceedings", "phdthesis",
    "mastersthesis", "techreport", "misc",
    // What biblatex calls the same.
    "collection", "mvbook", "thesis", "report", "reference"};

constexpr std::array<std::string_view, 2> title_names{"title", "booktitle"};

// The first that is not empty.
template <std::size_t Count>
std::string_view first_of(const BibtexEntry& entry,
                          const std::array<std::string_view, Count>& names) {
  for (const std::string_view name : names) {
    const std::string_view value = entry.field(name);
    if (!trimmed(value).empty()) return value;
  }
  return {};
}

// Where braces are not open and letters of either case say "and" between blanks.
std::size_t find_and(std::string_view names, std::size_t from) noexcept {
  constexpr std::size_t word = 3;
  const auto is_blank = [&](std::size_t at) {
    return at < names.size() &&
           (names[at] == ' ' || names[at] == '\n' || names[at] == '\t' || names[at] == '\r');
  };
  std::size_t depth = 0;
  for (std::size_t at = from; at < names.size(); ++at) {
    if (names[at] == '\\') {
      ++at;
      continue;
    }
    if (names[at] == '{') ++depth;
    if (names[at] == '}' && depth > 0) --depth;
    if (depth > 0 || !is_blank(at) || !is_blank(at + word + 1)) continue;
    const std::string_view found = names.substr(at + 1, word);
    if (found == "and" || found == "AND" || found == "And") return at;
  }
  return std::string_view::npos;
}

// True when one pair of braces is around the whole.
bool is_braced(std::string_view name) noexcept {
  if (!name.starts_with('{') || !name.ends_with('}')) return false;
  std::size_t depth = 0;
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (name[at] == '\\') {
      ++at;
      continue;
    }
    if (name[at] == '{') ++depth;
    if (name[at] == '}' && --depth == 0) return at + 1 == name.size();
  }
  return false;
}

// An accent in braces, {\'E}: no name of a body.
bool is_accent(std::string_view braced) noexcept { return braced.starts_with("{\\"); }

std::vector<std::string_view> parts_between_commas(std::string_view name) {
  std::vector<std::string_view> parts;
  std::size_t depth = 0;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (name[at] == '{') ++depth;
    if (name[at] == '}' && depth > 0) --depth;
    if (name[at] != ',' || depth > 0) continue;
    parts.push_back(trimmed(name.substr(begin, at - begin)));
    begin = at + 1;
  }
  parts.push_back(trimmed(name.substr(begin)));
  return parts;
}

// "Silva, Jr., José" -> "Silva, José, Jr.", as cataloguers order the parts.
std::string person_name(std::string_view name) {
  constexpr std::size_t with_suffix = 3;
  const auto parts = parts_between_commas(name);
  if (parts.size() != with_suffix) return text_of_tex(name);
  std::string out = text_of_tex(parts[0]);
  join(out, ", ", text_of_tex(parts[2]));
  join(out, ", ", text_of_tex(parts[1]));
  return out;
}

void put_names(DraftBook& book, std::string_view names, std::string_view role) {
  while (!trimmed(names).empty()) {
    const std::size_t end = std::min(find_and(names, 0), names.size());
    const std::string_view name = trimmed(names.substr(0, end));
    names.remove_prefix(std::min(end + 4, names.size()));
    if (name.empty() || name == "others") continue;
    if (is_braced(name) && !is_accent(name)) {
      book.person({.name = text_of_tex(name), .role = role, .kind = "entidade"});
    } else {
      book.person({.name = person_name(name), .role = role});
    }
  }
}

void put_keywords(DraftBook& book, std::string_view keywords) {
  const std::string text = text_of_tex(keywords);
  std::string_view rest = text;
  const char separator = rest.find(';') != std::string_view::npos ? ';' : ',';
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(separator), rest.size());
    book.subject(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

void put_people(DraftBook& book, const BibtexEntry& entry) {
  put_names(book, entry.field("author"), "aut");
  put_names(book, entry.field("editor"), "edt");
  put_names(book, entry.field("translator"), "trl");
  put_names(book, entry.field("illustrator"), "ill");
  put_names(book, entry.field("annotator"), "ann");
  put_names(book, entry.field("commentator"), "ann");
  put_names(book, entry.field("introduction"), "aui");
  put_names(book, entry.field("foreword"), "aui");
  put_names(book, entry.field("afterword"), "aft");
}

void put_numbers(DraftBook& book, const BibtexEntry& entry) {
  book.isbns("isbn", verbatim_of_tex(entry.field("isbn")));
  if (const auto issn = verbatim_of_tex(entry.field("issn")); !issn.empty()) {
    book.identifier("issn", issn);
  }
  std::string doi = verbatim_of_tex(entry.field("doi"));
  for (const std::string_view resolver : {"https://doi.org/", "http://dx.doi.org/", "doi:"}) {
    if (doi.starts_with(resolver)) doi.erase(0, resolver.size());
  }
  book.identifier("doi", doi);
  book.identifier("lccn", verbatim_of_tex(entry.field("lccn")));
  book.year(text_of_tex(first_of<2>(entry, {"year", "date"})));
  const std::string pages = text_of_tex(first_of<2>(entry, {"pagetotal", "numpages"}));
  book.pages(pages);
  // A range says where in a book something stands.
  const std::string range = text_of_tex(entry.field("pages"));
  if (range.find_first_of("-,\xE2") == std::string::npos) book.pages(range);
}

}  // namespace

std::string bibtex_book_types() {
  std::string types;
  for (const std::string_view type : book_types) join(types, " ", "@" + std::string(type));
  return types;
}

bool is_bibtex_book(std::string_view type) noexcept {
  return std::ranges::find(book_types, type) != book_types.end();
}

void map_bibtex(const BibtexEntry& entry, int current_year, Record& record) {
  DraftBook book(current_year);
  const auto put = [&](Field field, std::string_view name) {
    book.text(field, text_of_tex(entry.field(name)));
  };
  // BibTeX itself has no subtitle: it stands in the title.
  put(Field::subtitle, "subtitle");
  const std::string title = text_of_tex(first_of(entry, title_names));
  if (book.has(Field::subtitle)) {
    book.text(Field::title, title);
  } else {
    book.title_and_subtitle(title);
  }
  put(Field::original_title, "origtitle");
  put_people(book, entry);
  put_numbers(book, entry);
  book.text(Field::place, text_of_tex(first_of<2>(entry, {"address", "location"})));
  book.text(Field::publisher, text_of_tex(first_of<4>(
                                  entry, {"publisher", "school", "institution", "organization"})));
  put(Field::edition, "edition");
  book.language(Field::language,
                text_of_tex(first_of<3>(entry, {"langid", "language", "hyphenation"})));
  book.language(Field::original_language, text_of_tex(entry.field("origlanguage")));
  book.series(text_of_tex(entry.field("series")));
  book.series_volume(text_of_tex(first_of<2>(entry, {"number", "volume"})));
  put_keywords(book, entry.field("keywords"));
  put(Field::synopsis, "abstract");
  for (const std::string_view note : {"note", "annote", "annotation"}) {
    book.note(text_of_tex(entry.field(note)));
  }
  book.link(verbatim_of_tex(entry.field("url")));
  std::move(book).finish(record);
}

}  // namespace formats
