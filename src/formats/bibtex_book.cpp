#include "formats/bibtex_book.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "catalog/name_parts.hpp"
#include "formats/draft_book.hpp"
#include "formats/marc_extent.hpp"
#include "formats/marc_relators.hpp"
#include "formats/marc_text.hpp"
#include "formats/tex_address.hpp"
#include "formats/tex_text.hpp"

namespace formats {
namespace {

using catalog::Field;

constexpr std::array<std::string_view, 15> book_types{
    "book", "inbook", "incollection", "booklet", "manual", "proceedings", "phdthesis",
    "mastersthesis", "techreport", "misc",
    // What biblatex calls the same.
    "collection", "mvbook", "thesis", "report", "reference"};

constexpr std::array<std::string_view, 3> title_names{"title", "booktitle", "maintitle"};

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

// The blank in front of an "and" that parts two names, in letters of either case.
std::size_t find_and(std::string_view names) noexcept {
  constexpr std::string_view word = "and";
  std::size_t at = find_outside_braces(names, tex_blanks);
  while (at != std::string_view::npos) {
    const std::string_view behind = names.substr(at + 1);
    const bool ends_there = behind.size() > word.size() &&
                            tex_blanks.find(behind[word.size()]) != std::string_view::npos;
    if (ends_there && base::equal_ignoring_case(behind.substr(0, word.size()), word)) return at;
    at = find_outside_braces(names, tex_blanks, at + 1);
  }
  return at;
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

// {\'E} is one letter with its accent, and no name of a body.
bool is_accent(std::string_view braced, std::string_view text) noexcept {
  return braced.starts_with("{\\") && base::code_points(text) == 1;
}

// What stands between the separators outside of braces.
std::vector<std::string_view> parts_of_tex(std::string_view tex, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = std::min(find_outside_braces(tex, separators), tex.size());
    parts.push_back(trimmed(tex.substr(0, end)));
    if (end == tex.size()) return parts;
    tex.remove_prefix(end + 1);
  }
}

// "Silva, Jr., José" -> "Silva, José, Jr.", as cataloguers order the parts.
std::string person_name(std::string_view name) {
  constexpr std::size_t with_suffix = 3;
  const auto parts = parts_of_tex(name, ",");
  if (parts.size() != with_suffix) return text_of_tex(name);
  std::string out = text_of_tex(parts[0]);
  join(out, ", ", text_of_tex(parts[2]));
  join(out, ", ", text_of_tex(parts[1]));
  return out;
}

// Names of biblatex in parts: "family=Silva, given=João, prefix=da, suffix=Jr", in any order.
class NameInParts {
 public:
  // False: the name is written in another way.
  bool read(std::string_view name) {
    for (const std::string_view part : parts_of_tex(name, ",")) {
      const std::size_t sign = find_outside_braces(part, "=");
      if (sign == std::string_view::npos) return false;
      set(base::lower_case(trimmed(part.substr(0, sign))), trimmed(part.substr(sign + 1)));
    }
    return !family_.empty() || !given_.empty();
  }

  // As BibTeX writes it: "von Last, Jr, First".
  std::string joined() const {
    std::string out(prefix_);
    join(out, " ", family_);
    if (!uses_prefix_ && !prefix_.empty() && !family_.empty()) return prefix_behind();
    if (out.empty()) return std::string(given_);
    if (!suffix_.empty()) return out.append(", ").append(suffix_).append(", ").append(given_);
    join(out, ", ", given_);
    return out;
  }

 private:
  // Other keys tell how the name is shortened or sorted.
  void set(std::string_view key, std::string_view value) {
    if (key == "family") family_ = value;
    if (key == "given") given_ = value;
    if (key == "prefix") prefix_ = value;
    if (key == "suffix") suffix_ = value;
    if (key == "useprefix") uses_prefix_ = !base::equal_ignoring_case(value, "false");
  }

  // "Assis, Machado de": the prefix is no part of what the name is filed by.
  std::string prefix_behind() const {
    std::string out(family_);
    join(out, ", ", suffix_);
    std::string given(given_);
    join(given, " ", prefix_);
    return out.append(", ").append(given);
  }

  std::string_view family_;
  std::string_view given_;
  std::string_view prefix_;
  std::string_view suffix_;
  bool uses_prefix_ = true;
};

void put_name(DraftBook& book, std::string_view name, std::string_view role) {
  const std::string text = text_of_tex(name);
  if (is_braced(name) && !is_accent(name, text) && !catalog::is_regnal_name(text)) {
    book.person({.name = text, .role = role, .kind = "entidade"});
  } else {
    book.person({.name = person_name(name), .role = role});
  }
}

// Calls put(name) for each of the names that "and" parts.
template <class Put>
void each_name(std::string_view names, Put put) {
  while (!trimmed(names).empty()) {
    const std::size_t end = std::min(find_and(names), names.size());
    put(trimmed(names.substr(0, end)));
    names.remove_prefix(std::min(end + 4, names.size()));
  }
}

void put_names(DraftBook& book, std::string_view names, std::string_view role) {
  each_name(names, [&](std::string_view name) {
    if (name.empty() || name == "others") return;
    NameInParts parts;
    const bool is_in_parts = parts.read(name);
    put_name(book, is_in_parts ? parts.joined() : std::string(name), role);
  });
}

// Bodies, as Web of Science and Scopus tell them from persons.
void put_bodies(DraftBook& book, std::string_view names) {
  each_name(names, [&](std::string_view name) {
    book.person({.name = text_of_tex(name), .kind = "entidade"});
  });
}

// At semicolons where there are any, else at commas, else at line breaks, as EndNote parts them.
void put_keywords(DraftBook& book, std::string_view keywords) {
  std::string_view separators = "\n";
  for (const std::string_view one : {",", ";"}) {
    if (find_outside_braces(keywords, one) != std::string_view::npos) separators = one;
  }
  for (const std::string_view part : parts_of_tex(keywords, separators)) {
    book.subject(text_of_tex(part));
  }
}

// What an editor is, in biblatex's words.
std::string_view role_of_editor(std::string_view type) {
  if (type == "collaborator" || type == "continuator") return "ctb";
  const std::string_view role = relator_of_term(type);
  return role.empty() ? "edt" : role;
}

// The values of a list of biblatex: "São Paulo and Lisboa" -> "São Paulo; Lisboa".
std::string list_of_tex(std::string_view list) {
  std::string out;
  while (!trimmed(list).empty()) {
    const std::size_t end = std::min(find_and(list), list.size());
    const std::string_view one = trimmed(list.substr(0, end));
    list.remove_prefix(std::min(end + 4, list.size()));
    if (one != "others") join(out, "; ", text_of_tex(one));
  }
  return out;
}

void put_people(DraftBook& book, const BibtexEntry& entry) {
  put_names(book, entry.field("author"), "aut");
  put_bodies(book, entry.field("book-group-author"));
  for (const std::string_view editor : {"editor", "editora", "editorb", "editorc"}) {
    const std::string type = text_of_tex(entry.field(std::string(editor) + "type"));
    put_names(book, entry.field(editor), role_of_editor(type));
  }
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
  book.identifier("issn", verbatim_of_tex(entry.field("issn")));
  book.identifier("doi", verbatim_of_tex(entry.field("doi")));
  book.identifier("lccn", verbatim_of_tex(entry.field("lccn")));
  book.year(text_of_tex(first_of<2>(entry, {"year", "date"})));
  const std::string pages = text_of_tex(first_of<2>(entry, {"pagetotal", "numpages"}));
  book.pages(pages);
  // "xii, 230" without the word.
  if (!pages.empty()) book.pages(pages + " p.");
  // A range says where in a book something stands; "xii, 283 p." counts them.
  const std::string range = text_of_tex(entry.field("pages"));
  const bool is_range = range.find_first_of("-\xE2") != std::string::npos;
  if (!is_range && (range.find(',') == std::string::npos || pages_in(range))) book.pages(range);
  book.volumes(text_of_tex(entry.field("volumes")));
}

void put_imprint(DraftBook& book, const BibtexEntry& entry) {
  book.text(Field::place, text_of_tex(entry.field("address")));
  book.text(Field::place, list_of_tex(entry.field("location")));
  const std::string_view publisher =
      first_of<4>(entry, {"publisher", "school", "institution", "organization"});
  // In BibTeX "and" is a part of the name: "Simon and Schuster".
  const bool is_list = !entry.field("location").empty() || !entry.field("date").empty();
  book.text(Field::publisher, is_list ? list_of_tex(publisher) : text_of_tex(publisher));
}

// An address, or how the book came out, which may be all that is said of a publisher.
void put_howpublished(DraftBook& book, const BibtexEntry& entry) {
  const std::string_view said = entry.field("howpublished");
  const std::vector<std::string> urls = addresses_in_tex(said);
  for (const std::string& url : urls) book.link(url);
  if (!urls.empty()) return;
  const bool may_publish = entry.type == "booklet" || entry.type == "misc";
  if (may_publish && !book.has(Field::publisher)) {
    book.text(Field::publisher, text_of_tex(said));
  } else {
    book.note(text_of_tex(said));
  }
}

void put_addresses(DraftBook& book, const BibtexEntry& entry) {
  for (const std::string& url : addresses_in_tex(entry.field("url"))) book.text_link(url);
  put_howpublished(book, entry);
  // BibDesk numbers further ones.
  for (const BibtexField& field : entry.fields) {
    if (!field.name.starts_with("bdsk-url-")) continue;
    for (const std::string& url : addresses_in_tex(field.value)) book.link(url);
  }
}

void put_notes(DraftBook& book, const BibtexEntry& entry) {
  for (const std::string_view note : {"note", "annote", "annotation", "titleaddon"}) {
    book.note(text_of_tex(entry.field(note)));
  }
  std::string event = text_of_tex(entry.field("eventtitle"));
  join(event, ", ", text_of_tex(entry.field("venue")));
  book.note(event);
  if (const std::string part = text_of_tex(entry.field("part")); !part.empty()) {
    book.note("pt. " + part);
  }
  // "Tese (Doutorado)"; one word alone is a key of biblatex.
  const std::string kind = text_of_tex(entry.field("type"));
  if (kind.find(' ') != std::string::npos) book.note(kind);
  if (trimmed(entry.field("title")).empty()) return;
  std::string whole = text_of_tex(entry.field("booktitle"));
  if (!whole.empty()) join(whole, ": ", text_of_tex(entry.field("booksubtitle")));
  book.part_of(whole, list_of_tex(entry.field("bookauthor")));
}

// A volume that has a title of its own belongs to a work of several: the series, where there is no
// other.
void put_series(DraftBook& book, const BibtexEntry& entry) {
  const std::string volume = text_of_tex(entry.field("volume"));
  const std::string number = text_of_tex(entry.field("number"));
  const bool is_volume = !trimmed(entry.field("title")).empty();
  const std::string work = is_volume ? text_of_tex(entry.field("maintitle")) : std::string();
  const std::string series = text_of_tex(entry.field("series"));
  const bool is_report = entry.type == "techreport" || entry.type == "report";
  if (is_report && series.empty() && work.empty()) {
    if (!number.empty()) book.note("n. " + number);
    return book.series_volume(volume);
  }
  if (series.empty() && !work.empty()) {
    book.series(work);
    book.series_volume(volume);
    book.series_volume(number);
    return;
  }
  book.series(series);
  book.series_volume(number);
  book.series_volume(volume);
  if (!number.empty()) book.work_volume(volume);
  book.part_of(work);
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
  if (trimmed(entry.field("title")).empty()) put(Field::subtitle, "mainsubtitle");
  const std::string title = text_of_tex(first_of(entry, title_names));
  if (book.has(Field::subtitle)) {
    book.text(Field::title, title);
  } else {
    book.title_and_subtitle(title);
  }
  put(Field::original_title, "origtitle");
  put_people(book, entry);
  put_numbers(book, entry);
  put_imprint(book, entry);
  put(Field::edition, "edition");
  // The languages of the work; the others say how babel hyphenates it.
  for (const std::string_view name : {"language", "langid", "hyphenation"}) {
    book.language(Field::language, text_of_tex(entry.field(name)));
  }
  book.language(Field::original_language, text_of_tex(entry.field("origlanguage")));
  put_series(book, entry);
  put_keywords(book, first_of<2>(entry, {"keywords", "keyword"}));
  put_keywords(book, entry.field("author_keywords"));
  put(Field::synopsis, "abstract");
  put_notes(book, entry);
  put_addresses(book, entry);
  std::move(book).finish(record);
}

}  // namespace formats
