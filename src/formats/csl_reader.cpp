#include "formats/csl_reader.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "formats/csl_keywords.hpp"
#include "formats/draft_book.hpp"
#include "formats/marc_text.hpp"
#include "formats/ndjson.hpp"
#include "json/reader.hpp"

namespace formats {
namespace {

using catalog::Field;
using json::Kind;
using json::Value;

constexpr std::array<std::string_view, 12> csl_types{"book",
                                                     "chapter",
                                                     "thesis",
                                                     "report",
                                                     "document",
                                                     "manuscript",
                                                     "collection",
                                                     "entry-encyclopedia",
                                                     "entry-dictionary",
                                                     "classic",
                                                     "pamphlet",
                                                     "musical_score"};

struct CslRole {
  std::string_view key;
  std::string_view role;
};
constexpr std::array csl_roles{
    CslRole{"author", "aut"},
    CslRole{"editor", "edt"},
    CslRole{"translator", "trl"},
    CslRole{"illustrator", "ill"},
    CslRole{"compiler", "com"},
    CslRole{"contributor", "ctb"},
    CslRole{"collection-editor", "edt"},
    CslRole{"editorial-director", "edt"},
    CslRole{"organizer", "org"},
    CslRole{"curator", "cur"},
    CslRole{"composer", "cmp"},
    CslRole{"interviewer", "ivr"},
    CslRole{"narrator", "nrt"},
    CslRole{"script-writer", "aus"},
    CslRole{"director", "drt"},
    CslRole{"original-author", "ant"},
};

// Numbers stand as numbers or as texts; some programs make a list of what is one text.
std::string csl_text(Value value) {
  if (value.kind() == Kind::string) return std::string(value.text());
  if (value.kind() == Kind::number) return std::string(value.source());
  std::string texts;
  for (const Value one : value.items()) {
    if (one.kind() == Kind::string) join(texts, "; ", one.text());
  }
  return texts;
}

std::string csl_text(Value item, std::string_view key) {
  const auto value = item.member(key);
  return value ? csl_text(*value) : std::string();
}

// "Assis", "Machado", "de" -> "Assis, Machado de" as a library files it; a particle that belongs to
// the surname is in front of it.
std::string csl_name(Value name) {
  if (name.kind() == Kind::string) return std::string(name.text());
  std::string literal = csl_text(name, "literal");
  if (!literal.empty()) return literal;
  std::string family = csl_text(name, "dropping-particle");
  std::string given = csl_text(name, "given");
  join(given, " ", family);
  family = csl_text(name, "non-dropping-particle");
  join(family, " ", csl_text(name, "family"));
  join(family, ", ", given);
  join(family, ", ", csl_text(name, "suffix"));
  return family;
}

void put_csl_name(DraftBook& book, Value name, std::string_view role) {
  const bool is_body = name.kind() == Kind::object && !csl_text(name, "literal").empty();
  book.person({.name = csl_name(name), .role = role, .kind = is_body ? "entidade" : "pessoa"});
}

std::string csl_names(Value item, std::string_view key) {
  std::string names;
  if (const auto list = item.member(key)) {
    for (const Value name : list->items()) join(names, "; ", csl_name(name));
  }
  return names;
}

// [[1899, 5]], [1899, 5], "raw", "literal".
std::string csl_year(Value issued) {
  if (issued.kind() != Kind::object) return csl_text(issued);
  if (const auto parts = issued.member("date-parts")) {
    for (const Value date : parts->items()) {
      if (date.kind() != Kind::array) return csl_text(date);
      for (const Value part : date.items()) return csl_text(part);
    }
  }
  if (const auto year = issued.member("year")) return csl_text(*year);
  const std::string raw = csl_text(issued, "raw");
  return raw.empty() ? csl_text(issued, "literal") : raw;
}

void put_csl_texts(DraftBook& book, Value item) {
  struct Text {
    std::string_view key;
    Field field;
  };
  constexpr std::array texts{
      Text{"original-title", Field::original_title},
      Text{"publisher", Field::publisher},
      Text{"publisher-place", Field::place},
      Text{"edition", Field::edition},
      Text{"abstract", Field::synopsis},
  };
  for (const Text& one : texts) book.text(one.field, csl_text(item, one.key));
}

// Some programs write a list.
void put_csl_keywords(DraftBook& book, Value keywords) {
  for (const Value one : keywords.items()) {
    if (one.kind() == Kind::string) book.subject(one.text());
  }
  if (keywords.kind() == Kind::array) return;
  for (const std::string& one : csl_keywords_in(csl_text(keywords))) book.subject(one);
}

void map_csl(Value item, std::string_view type, int current_year, Record& record) {
  DraftBook book(current_year);
  const std::string title = csl_text(item, "title");
  const std::string container = csl_text(item, "container-title");
  book.title_and_subtitle(trimmed(title).empty() ? container : title);
  if (!trimmed(title).empty()) book.part_of(container, csl_names(item, "container-author"));
  for (const CslRole& one : csl_roles) {
    const auto names = item.member(one.key);
    if (!names) continue;
    if (names->kind() != Kind::array) put_csl_name(book, *names, one.role);
    for (const Value name : names->items()) put_csl_name(book, name, one.role);
  }
  put_csl_texts(book, item);
  book.isbns("ISBN", csl_text(item, "ISBN"));
  book.identifier("issn", csl_text(item, "ISSN"));
  book.identifier("doi", csl_text(item, "DOI"));
  if (const auto issued = item.member("issued")) book.year(csl_year(*issued));
  book.language(Field::language, csl_text(item, "language"));
  book.pages(csl_text(item, "number-of-pages"));
  book.series(csl_text(item, "collection-title"));
  const std::string number = csl_text(item, "collection-number");
  book.series_volume(number);
  const std::string volume = csl_text(item, "volume");
  if (type != "chapter") book.series_volume(volume);
  if (!number.empty()) book.work_volume(volume);
  book.note(csl_text(item, "volume-title"));
  book.volumes(csl_text(item, "number-of-volumes"));
  book.note(csl_text(item, "genre"));
  if (const auto keywords = item.member("keyword")) put_csl_keywords(book, *keywords);
  book.notes(csl_text(item, "note"));
  book.call_number("call-number", csl_text(item, "call-number"));
  book.link(csl_text(item, "URL"));
  std::move(book).finish(record);
}

catalog::Wording why_no_json(json::Fault fault) noexcept {
  if (fault == json::Fault::duplicate_key) return {"uma chave está repetida", "a key occurs twice"};
  if (fault == json::Fault::too_deep) return {"está aninhado demais", "is nested too deeply"};
  if (fault == json::Fault::invalid_utf8) return {"não está em UTF-8", "is not UTF-8"};
  return {"não é JSON", "is not JSON"};
}

void read_csl_item(std::string_view text, int current_year, Record& record) {
  json::Document document;
  const auto parsed = document.parse(text);
  if (!parsed) {
    record.book = catalog::fail(catalog::problem::malformed_json(
        parsed.error().byte_offset, why_no_json(parsed.error().fault)));
    return;
  }
  if (parsed->kind() != Kind::object) {
    record.book = refused({"", catalog::Rule::wrong_type, {"object"}});
    return;
  }
  const std::string type = csl_text(*parsed, "type");
  if (std::ranges::find(csl_types, type) == csl_types.end()) {
    std::string allowed;
    for (const std::string_view one : csl_types) join(allowed, " ", one);
    record.book =
        refused({"/type", catalog::Rule::unsupported_type, {allowed}, catalog::shown(type)});
    return;
  }
  record.control = csl_text(*parsed, "id");
  map_csl(*parsed, type, current_year, record);
}

}  // namespace

std::unique_ptr<Reader> make_csl_reader(const ReadOptions& options) {
  return make_json_items_reader(options, read_csl_item);
}

}  // namespace formats
