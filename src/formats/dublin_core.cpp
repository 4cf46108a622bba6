#include "formats/dublin_core.hpp"

#include "catalog/identifier_value.hpp"
#include "formats/credits.hpp"
#include "formats/xml_writer.hpp"

namespace formats {
namespace {

using catalog::BookFields;
using catalog::IdentifierType;

class DublinCore {
 public:
  DublinCore(std::string& out, const catalog::Book& book) : xml_(out), book_(book) {}

  void write(std::string_view base_uri) {
    constexpr std::string_view root = "oai_dc:dc";
    xml_.open(root, {{"xmlns:oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/"},
                     {"xmlns:dc", "http://purl.org/dc/elements/1.1/"},
                     {"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"},
                     {"xsi:schemaLocation",
                      "http://www.openarchives.org/OAI/2.0/oai_dc/ "
                      "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"}});
    const BookFields& fields = book_.fields;
    add("dc:title", fields.subtitle.empty() ? fields.title : fields.title + ": " + fields.subtitle);
    add_makers();
    add_subjects();
    add("dc:description", fields.synopsis);
    for (const std::string& note : fields.notes) add("dc:description", note);
    add("dc:publisher", fields.publisher);
    if (fields.year) add("dc:date", std::to_string(*fields.year));
    if (fields.pages) add("dc:format", std::to_string(*fields.pages) + " p.");
    if (!base_uri.empty()) {
      add("dc:identifier", std::string(base_uri) + "/livros/" + std::to_string(book_.id.value));
    }
    add_identifiers();
    add("dc:language", fields.language);
    if (fields.series) {
      const std::string& volume = fields.series->volume;
      add("dc:relation", fields.series->name + (volume.empty() ? "" : " ; " + volume));
    }
    xml_.close(root);
  }

 private:
  void add(std::string_view name, std::string_view value) {
    if (!value.empty()) xml_.element(name, value);
  }

  void add_makers() {
    const Credits credits = credits_of(book_.fields);
    for (const Credit& one : credits.authors) add("dc:creator", one.name);
    for (const auto* list :
         {&credits.editors, &credits.translators, &credits.illustrators, &credits.others}) {
      for (const Credit& one : *list) add("dc:contributor", one.name);
    }
  }

  void add_subjects() {
    const BookFields& fields = book_.fields;
    for (const std::string& subject : fields.subjects) add("dc:subject", subject);
    for (const std::string& tag : fields.tags) add("dc:subject", tag);
    if (!fields.cdd.empty()) add("dc:subject", "CDD " + fields.cdd);
    if (!fields.cdu.empty()) add("dc:subject", "CDU " + fields.cdu);
  }

  void add_identifiers() {
    const BookFields& fields = book_.fields;
    const auto add_isbn = [&](const catalog::Isbn& isbn) {
      add("dc:identifier", "urn:isbn:" + std::string(isbn.digits()));
    };
    if (fields.isbn) add_isbn(*fields.isbn);
    for (const catalog::Isbn& isbn : fields.other_isbns) add_isbn(isbn);
    for (const catalog::Identifier& one : fields.identifiers) {
      const std::string_view scheme = uri_scheme(one.type);
      if (!scheme.empty())
        add("dc:identifier", std::string(scheme) + catalog::plain_identifier(one));
    }
    for (const catalog::Link& link : fields.links) add("dc:identifier", link.url);
  }

  // Empty: Dublin Core has no place for it.
  static std::string_view uri_scheme(IdentifierType type) noexcept {
    switch (type) {
      case IdentifierType::issn:
        return "urn:issn:";
      case IdentifierType::doi:
        return "https://doi.org/";
      case IdentifierType::lccn:
        return "info:lccn/";
      case IdentifierType::oclc:
        return "info:oclcnum/";
      case IdentifierType::olid:
      case IdentifierType::asin:
      case IdentifierType::invalid_isbn:
      case IdentifierType::other:
        return {};
    }
    return {};
  }

  Xml xml_;
  const catalog::Book& book_;
};

class DublinCoreWriter final : public Writer {
 public:
  explicit DublinCoreWriter(const WriteOptions& options) : base_uri_(options.base_uri) {}

  void begin(std::string& out) override { out += xml_declaration; }
  void append(std::string& out, const catalog::Book& book) override {
    append_dublin_core(out, book, base_uri_);
    out += '\n';
  }

 private:
  std::string base_uri_;
};

}  // namespace

void append_dublin_core(std::string& out, const catalog::Book& book, std::string_view base_uri) {
  DublinCore(out, book).write(base_uri);
}

std::unique_ptr<Writer> make_dublin_core_writer(const WriteOptions& options) {
  return std::make_unique<DublinCoreWriter>(options);
}

}  // namespace formats
