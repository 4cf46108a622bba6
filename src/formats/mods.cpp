#include "formats/mods.hpp"

#include <algorithm>
#include <array>

#include "base/clock.hpp"
#include "catalog/field.hpp"
#include "catalog/identifier_value.hpp"
#include "catalog/sort_key.hpp"
#include "formats/credits.hpp"
#include "formats/marc_languages.hpp"
#include "formats/marc_relators.hpp"
#include "formats/xml_writer.hpp"

namespace formats {
namespace {

using catalog::BookFields;
using catalog::IdentifierType;

constexpr std::string_view mods_namespace = "http://www.loc.gov/mods/v3";
constexpr std::string_view collection = "modsCollection";

class Mods {
 public:
  Mods(std::string& out, const catalog::Book& book)
      : xml_(out), fields_(book.fields), book_(book) {}

  void write(const WriteOptions& options) {
    xml_.open("mods", {{"xmlns", mods_namespace}, {"version", "3.7"}});
    add_titles();
    add_names();
    xml_.element("typeOfResource", "text");
    for (const std::string& tag : fields_.tags) xml_.element("genre", tag);
    add_origin();
    add_languages();
    add_contents();
    add_subjects();
    add_series();
    add_identifiers(options.base_uri);
    add_locations();
    add_record(options);
    xml_.close("mods");
  }

 private:
  void add(std::string_view name, XmlAttributes attributes, std::string_view text) {
    if (!text.empty()) xml_.element(name, attributes, text);
  }
  void add(std::string_view name, std::string_view text) { add(name, {}, text); }

  void add_titles() {
    const std::size_t article = catalog::leading_article_size(fields_.title, fields_.language);
    xml_.open("titleInfo");
    add("nonSort", fields_.title.substr(0, article));
    const std::string_view rest = std::string_view(fields_.title).substr(article);
    add("title", rest.substr(rest.starts_with(' ') ? 1 : 0));
    add("subTitle", fields_.subtitle);
    xml_.close("titleInfo");
    if (fields_.original_title.empty()) return;
    xml_.open("titleInfo", {{"type", "uniform"}}).element("title", fields_.original_title);
    xml_.close("titleInfo");
  }

  void add_names() {
    const auto is_author = [](const catalog::Contributor& one) { return is_authorial(one.role); };
    // Nobody is said to be the author: then the author line has the names.
    if (std::ranges::none_of(fields_.contributors, is_author)) {
      for (const Credit& one : credits_of(fields_).authors) {
        add_name({.name = one.name, .role = one.role});
      }
    }
    for (const catalog::Contributor& one : fields_.contributors) add_name(one);
    if (fields_.author) {
      add("note", {{"type", "statement of responsibility"}}, *fields_.author);
    }
  }

  void add_name(const catalog::Contributor& one) {
    xml_.open("name", {{"type", type_of(one.kind)}}).element("namePart", one.name);
    xml_.open("role");
    xml_.element("roleTerm", {{"type", "code"}, {"authority", "marcrelator"}}, one.role);
    xml_.close("role").close("name");
  }

  static std::string_view type_of(catalog::ContributorKind kind) noexcept {
    switch (kind) {
      case catalog::ContributorKind::person:
        return "personal";
      case catalog::ContributorKind::body:
        return "corporate";
      case catalog::ContributorKind::event:
        return "conference";
    }
    return "personal";
  }

  void add_origin() {
    xml_.open("originInfo");
    if (!fields_.place.empty()) {
      xml_.open("place").element("placeTerm", {{"type", "text"}}, fields_.place).close("place");
    }
    add("publisher", fields_.publisher);
    if (fields_.year) add("dateIssued", std::to_string(*fields_.year));
    add("edition", fields_.edition);
    xml_.element("issuance", "monographic").close("originInfo");
  }

  void add_languages() {
    if (fields_.language.empty()) return;
    xml_.open("language");
    add("languageTerm", {{"type", "code"}, {"authority", "iso639-2b"}},
        marc_of_language(fields_.language));
    add("languageTerm", {{"type", "code"}, {"authority", "rfc3066"}}, fields_.language);
    xml_.close("language");
  }

  void add_contents() {
    if (fields_.pages) {
      xml_.open("physicalDescription");
      xml_.element("extent", std::to_string(*fields_.pages) + " p.").close("physicalDescription");
    }
    add("abstract", fields_.synopsis);
    for (const std::string& note : fields_.notes) add("note", note);
  }

  void add_subjects() {
    constexpr std::string_view separator = " -- ";
    for (const std::string& subject : fields_.subjects) {
      xml_.open("subject");
      for (std::string_view rest = subject; !rest.empty();) {
        const std::size_t end = std::min(rest.find(separator), rest.size());
        add("topic", rest.substr(0, end));
        rest.remove_prefix(std::min(end + separator.size(), rest.size()));
      }
      xml_.close("subject");
    }
    add("classification", {{"authority", "ddc"}}, fields_.cdd);
    add("classification", {{"authority", "udc"}}, fields_.cdu);
  }

  void add_series() {
    if (!fields_.series) return;
    xml_.open("relatedItem", {{"type", "series"}}).open("titleInfo");
    add("title", fields_.series->name);
    add("partNumber", fields_.series->volume);
    xml_.close("titleInfo").close("relatedItem");
  }

  void add_identifiers(std::string_view base_uri) {
    const auto add_isbn = [&](const catalog::Isbn& isbn) {
      add("identifier", {{"type", "isbn"}}, isbn.digits());
    };
    if (fields_.isbn) add_isbn(*fields_.isbn);
    std::ranges::for_each(fields_.other_isbns, add_isbn);
    for (const catalog::Identifier& one : fields_.identifiers) add_identifier(one);
    if (!base_uri.empty()) {
      add("identifier", {{"type", "uri"}},
          std::string(base_uri) + "/livros/" + std::to_string(book_.id.value));
    }
  }

  void add_identifier(const catalog::Identifier& one) {
    const std::string value = catalog::plain_identifier(one);
    switch (one.type) {
      case IdentifierType::invalid_isbn:
        return add("identifier", {{"type", "isbn"}, {"invalid", "yes"}}, value);
      case IdentifierType::issn:
      case IdentifierType::doi:
      case IdentifierType::lccn:
      case IdentifierType::oclc:
        return add("identifier", {{"type", catalog::wire_name(one.type)}}, value);
      case IdentifierType::olid:
      case IdentifierType::asin:
      case IdentifierType::other:
        return add("identifier", {{"type", "local"}}, value);
    }
  }

  void add_locations() {
    for (const catalog::Link& link : fields_.links) {
      xml_.open("location");
      if (link.note.empty()) {
        add("url", link.url);
      } else {
        add("url", {{"note", link.note}}, link.url);
      }
      xml_.close("location");
    }
    if (fields_.cover.empty()) return;
    xml_.open("location").element("url", {{"displayLabel", "Capa"}}, fields_.cover);
    xml_.close("location");
  }

  void add_record(const WriteOptions& options) {
    xml_.open("recordInfo");
    add("recordCreationDate", {{"encoding", "w3cdtf"}}, base::to_rfc3339(book_.created_at));
    add("recordChangeDate", {{"encoding", "w3cdtf"}}, base::to_rfc3339(book_.updated_at));
    const std::string id = std::to_string(book_.id.value);
    if (options.marc_organization.empty()) {
      add("recordIdentifier", id);
    } else {
      add("recordIdentifier", {{"source", options.marc_organization}}, id);
    }
    xml_.close("recordInfo");
  }

  Xml xml_;
  const BookFields& fields_;
  const catalog::Book& book_;
};

class ModsWriter final : public Writer {
 public:
  explicit ModsWriter(WriteOptions options) : options_(std::move(options)) {}

  void begin(std::string& out) override {
    out += xml_declaration;
    if (is_list()) Xml(out).open(collection, {{"xmlns", mods_namespace}}).line();
  }
  void append(std::string& out, const catalog::Book& book) override {
    append_mods(out, book, options_);
    out += '\n';
  }
  void end(std::string& out) override {
    if (is_list()) Xml(out).close(collection).line();
  }

 private:
  bool is_list() const noexcept { return options_.extent == WriteOptions::Extent::list; }

  WriteOptions options_;
};

}  // namespace

void append_mods(std::string& out, const catalog::Book& book, const WriteOptions& options) {
  Mods(out, book).write(options);
}

std::unique_ptr<Writer> make_mods_writer(const WriteOptions& options) {
  return std::make_unique<ModsWriter>(options);
}

}  // namespace formats
