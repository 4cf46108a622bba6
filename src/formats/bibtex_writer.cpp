#include "formats/bibtex_writer.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.hpp"
#include "catalog/identifier_value.hpp"
#include "catalog/language_tag.hpp"
#include "formats/credits.hpp"
#include "formats/name_parts.hpp"
#include "formats/tex_escape.hpp"
#include "formats/text_link.hpp"

namespace formats {
namespace {

using catalog::BookFields;

// What babel calls a language, for hyphenation; the most of a catalogue's.
struct Babel {
  std::string_view tag;
  std::string_view name;
};
constexpr std::array babel_names{
    Babel{"pt-BR", "brazilian"}, Babel{"pt", "portuguese"}, Babel{"en-GB", "british"},
    Babel{"en", "english"},      Babel{"es", "spanish"},    Babel{"fr", "french"},
    Babel{"it", "italian"},      Babel{"de", "german"},     Babel{"la", "latin"},
    Babel{"gl", "galician"},     Babel{"ca", "catalan"},    Babel{"nl", "dutch"},
    Babel{"ru", "russian"},      Babel{"pl", "polish"},     Babel{"el", "greek"},
    Babel{"sv", "swedish"},      Babel{"da", "danish"},     Babel{"ro", "romanian"},
};

std::string_view babel_of(std::string_view tag) noexcept {
  const auto* named = std::ranges::find(babel_names, tag, &Babel::tag);
  if (named == babel_names.end()) {
    named = std::ranges::find(babel_names, catalog::primary_language(tag), &Babel::tag);
  }
  return named == babel_names.end() ? std::string_view{} : named->name;
}

// A part of a name, in which braces keep a further comma, a word "and" and the only word "others"
// from being what parts names or stands for more of them. A whole name in braces would be a body.
void append_part_of_name(std::string& out, std::string_view part) {
  if (part.find(',') != std::string_view::npos) {
    out += '{';
    append_tex(out, part);
    out += '}';
    return;
  }
  const bool is_others = part == "others";
  while (!part.empty()) {
    const std::size_t end = std::min(part.find(' '), part.size());
    const std::string_view word = part.substr(0, end);
    const std::size_t kept = is_others || base::equal_ignoring_case(word, "and") ? 1 : 0;
    if (kept > 0) out.append("{").append(word.substr(0, kept)).append("}");
    append_tex(out, word.substr(kept));
    if (end < part.size()) out += ' ';
    part.remove_prefix(std::min(end + 1, part.size()));
  }
}

// "Assis, Machado de", "King, Jr., Martin Luther". Without braces "João Paulo II" would have a
// surname; who reads it knows by its numeral that it is no body.
void append_person(std::string& out, const NameParts& parts) {
  if (parts.forenames.empty() && catalog::is_regnal_name(parts.surname)) {
    out += '{';
    append_tex(out, parts.surname);
    out += '}';
    return;
  }
  append_part_of_name(out, parts.surname);
  for (const std::string_view part :
       {std::string_view(parts.suffix), std::string_view(parts.forenames)}) {
    if (part.empty()) continue;
    out += ", ";
    append_part_of_name(out, part);
  }
}

std::string names_in_tex(const std::vector<Credit>& credits) {
  std::string out;
  for (const Credit& credit : credits) {
    if (!out.empty()) out += " and ";
    if (credit.is_body) {
      out += '{';
      append_tex(out, credit.name);
      out += '}';
      continue;
    }
    append_person(out, name_parts(credit.name));
  }
  return out;
}

class EntryText {
 public:
  EntryText(std::string& out, catalog::BookId id) : out_(out) {
    out_.append("@book{livros-").append(std::to_string(id.value)).append(",\n");
  }
  void text(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    std::string tex;
    append_tex(tex, value);
    finished(name, tex);
  }
  void title(std::string_view name, std::string_view value) {
    std::string tex;
    append_tex_title(tex, value);
    finished(name, tex);
  }
  void verbatim(std::string_view name, std::string_view value) {
    std::string tex;
    append_tex_verbatim(tex, value);
    finished(name, tex);
  }
  void finished(std::string_view name, std::string_view tex) {
    if (tex.empty()) return;
    out_.append("  ").append(name).append(" = {").append(tex).append("},\n");
  }
  void end() { out_ += "}\n"; }

 private:
  std::string& out_;
};

// A keyword stands in braces when it holds what parts keywords.
std::string keywords_of(const BookFields& fields) {
  std::string out;
  for (const auto* list : {&fields.subjects, &fields.tags}) {
    for (const std::string& word : *list) {
      if (!out.empty()) out += ", ";
      const bool would_part = word.find_first_of(",;") != std::string::npos;
      if (would_part) out += '{';
      append_tex(out, word);
      if (would_part) out += '}';
    }
  }
  return out;
}

// BibTeX has one field for all of them.
std::string all_notes(const BookFields& fields) {
  std::string out;
  for (const std::string& note : fields.notes) out.append(out.empty() ? "" : "; ").append(note);
  return out;
}

void add_titles(EntryText& entry, const BookFields& fields) {
  entry.title("title", fields.title);
  entry.title("subtitle", fields.subtitle);
  entry.title("origtitle", fields.original_title);
}

void add_makers(EntryText& entry, const BookFields& fields) {
  const Credits credits = credits_of(fields);
  entry.finished("author", names_in_tex(credits.authors));
  entry.finished("editor", names_in_tex(credits.editors));
  entry.finished("translator", names_in_tex(credits.translators));
  entry.finished("illustrator", names_in_tex(credits.illustrators));
}

void add_publication(EntryText& entry, const BookFields& fields) {
  entry.text("edition", fields.edition);
  entry.text("address", fields.place);
  entry.text("publisher", fields.publisher);
  if (fields.year) entry.text("year", std::to_string(*fields.year));
  if (fields.isbn) entry.text("isbn", fields.isbn->digits());
  for (const catalog::Identifier& one : fields.identifiers) {
    if (one.type != catalog::IdentifierType::doi) continue;
    entry.verbatim("doi", catalog::plain_identifier(one));
    break;
  }
  entry.text("langid", babel_of(fields.language));
  entry.text("language", fields.language);
  entry.text("origlanguage", fields.original_language);
  if (fields.pages) entry.text("pagetotal", std::to_string(*fields.pages));
  if (fields.series) {
    entry.text("series", fields.series->name);
    entry.text("number", fields.series->volume);
  }
}

class BibtexWriter final : public Writer {
 public:
  void begin(std::string& /*out*/) override {}
  void append(std::string& out, const catalog::Book& book) override {
    const BookFields& fields = book.fields;
    EntryText entry(out, book.id);
    add_makers(entry, fields);
    add_titles(entry, fields);
    add_publication(entry, fields);
    entry.finished("keywords", keywords_of(fields));
    entry.text("abstract", fields.synopsis);
    entry.text("note", all_notes(fields));
    if (const catalog::Link* link = text_link(fields)) entry.verbatim("url", link->url);
    entry.end();
  }
};

}  // namespace

std::unique_ptr<Writer> make_bibtex_writer() { return std::make_unique<BibtexWriter>(); }

}  // namespace formats
