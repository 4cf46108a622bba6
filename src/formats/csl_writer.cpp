#include "formats/csl_writer.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalog/identifier_value.hpp"
#include "formats/credits.hpp"
#include "formats/csl_keywords.hpp"
#include "formats/edition.hpp"
#include "formats/name_parts.hpp"
#include "formats/text_link.hpp"
#include "json/writer.hpp"

namespace formats {
namespace {

using catalog::BookFields;

class CslItem {
 public:
  explicit CslItem(std::string& out) : out_(out), object_(out) {}

  void text(std::string_view name, std::string_view value) {
    if (!value.empty()) object_.string(name, value);
  }
  void names(std::string_view name, const std::vector<Credit>& credits) {
    if (credits.empty()) return;
    object_.key(name);
    json::Array names(out_);
    for (const Credit& credit : credits) {
      names.item();
      append_name(credit);
    }
    names.end();
  }
  void year(int year) {
    object_.key("issued");
    out_.append(R"({"date-parts":[[)").append(std::to_string(year)).append("]]}");
  }
  void number(std::string_view name, std::int64_t value) { object_.integer(name, value); }
  void end() { object_.end(); }

 private:
  void append_name(const Credit& credit) {
    const NameParts parts = name_parts(credit.name);
    json::Object name(out_);
    if (credit.is_body) {
      name.string("literal", credit.name);
    } else {
      name.string("family", parts.surname);
      if (!parts.forenames.empty()) name.string("given", parts.forenames);
      if (!parts.suffix.empty()) name.string("suffix", parts.suffix);
    }
    name.end();
  }

  std::string& out_;
  json::Object object_;
};

std::string_view edition_number(std::string_view text) {
  const std::optional<Edition> edition = edition_in(text);
  return edition ? edition->number : text;
}

std::string csl_keywords(const BookFields& fields) {
  std::vector<std::string_view> words(fields.subjects.begin(), fields.subjects.end());
  words.insert(words.end(), fields.tags.begin(), fields.tags.end());
  return csl_keywords_text(words);
}

std::string csl_note(const BookFields& fields) {
  std::string out;
  for (const std::string& note : fields.notes) out.append(out.empty() ? "" : "\n").append(note);
  return out;
}

void add_makers(CslItem& item, const BookFields& fields) {
  const Credits credits = credits_of(fields);
  item.names("author", credits.authors);
  item.names("editor", credits.editors);
  item.names("translator", credits.translators);
  item.names("illustrator", credits.illustrators);
}

void add_publication(CslItem& item, const BookFields& fields) {
  if (fields.isbn) item.text("ISBN", fields.isbn->digits());
  for (const catalog::Identifier& one : fields.identifiers) {
    if (one.type != catalog::IdentifierType::doi) continue;
    item.text("DOI", catalog::plain_identifier(one));
    break;
  }
  item.text("publisher-place", fields.place);
  item.text("publisher", fields.publisher);
  if (fields.year) item.year(*fields.year);
  item.text("edition", edition_number(fields.edition));
  item.text("language", fields.language);
  if (fields.pages) item.number("number-of-pages", *fields.pages);
  item.text("call-number", fields.cdd);
  if (fields.series) {
    item.text("collection-title", fields.series->name);
    item.text("collection-number", fields.series->volume);
  }
}

class CslWriter final : public Writer {
 public:
  void begin(std::string& out) override { out += '['; }
  void append(std::string& out, const catalog::Book& book) override {
    if (!std::exchange(is_first_, false)) out += ",\n";
    const BookFields& fields = book.fields;
    CslItem item(out);
    item.text("id", std::to_string(book.id.value));
    item.text("type", "book");
    item.text("title",
              fields.subtitle.empty() ? fields.title : fields.title + ": " + fields.subtitle);
    item.text("original-title", fields.original_title);
    add_makers(item, fields);
    add_publication(item, fields);
    item.text("keyword", csl_keywords(fields));
    item.text("abstract", fields.synopsis);
    item.text("note", csl_note(fields));
    if (const catalog::Link* link = text_link(fields)) item.text("URL", link->url);
    item.end();
  }
  void end(std::string& out) override { out += "]\n"; }

 private:
  bool is_first_ = true;
};

}  // namespace

std::unique_ptr<Writer> make_csl_writer() { return std::make_unique<CslWriter>(); }

}  // namespace formats
