#include "formats/jsonld_writer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/clock.hpp"
#include "catalog/field.hpp"
#include "catalog/identifier_value.hpp"
#include "formats/credits.hpp"
#include "json/writer.hpp"

namespace formats {
namespace {

using catalog::BookFields;
using catalog::IdentifierType;

constexpr std::string_view doi_address = "https://doi.org/";

void append_named(std::string& out, std::string_view type, std::string_view name) {
  json::Object object(out);
  object.string("@type", type);
  object.string("name", name);
  object.end();
}

class JsonldBook {
 public:
  JsonldBook(std::string& out, const catalog::Book& book) : out_(out), book_(book), object_(out) {}

  void write(std::string_view address, JsonldContext context) {
    if (context == JsonldContext::given) object_.string("@context", "https://schema.org");
    object_.string("@type", "Book");
    object_.string("@id", address);
    add_titles();
    add_makers();
    add_identifiers();
    add_publication();
    add_content();
    object_.string("dateCreated", base::to_rfc3339(book_.created_at));
    object_.string("dateModified", base::to_rfc3339(book_.updated_at));
    object_.end();
  }

 private:
  void text(std::string_view name, std::string_view value) {
    if (!value.empty()) object_.string(name, value);
  }
  void named(std::string_view name, std::string_view type, std::string_view value) {
    if (value.empty()) return;
    object_.key(name);
    append_named(out_, type, value);
  }

  void add_titles() {
    const BookFields& fields = book_.fields;
    object_.string("name", fields.title);
    text("alternativeHeadline", fields.subtitle);
    named("exampleOfWork", "CreativeWork", fields.original_title);
    if (fields.original_language.empty()) return;
    object_.key("translationOfWork");
    json::Object work(out_);
    work.string("@type", "CreativeWork");
    work.string("inLanguage", fields.original_language);
    work.end();
  }

  void add_makers() {
    const Credits credits = credits_of(book_.fields);
    add_people("author", credits.authors);
    add_people("editor", credits.editors);
    add_people("translator", credits.translators);
    add_people("illustrator", credits.illustrators);
    add_people("contributor", credits.others);
  }

  void add_people(std::string_view name, const std::vector<Credit>& credits) {
    if (credits.empty()) return;
    object_.key(name);
    json::Array people(out_);
    for (const Credit& credit : credits) {
      people.item();
      append_named(out_, credit.is_body ? "Organization" : "Person", credit.name);
    }
    people.end();
  }

  void add_identifiers() {
    const BookFields& fields = book_.fields;
    if (fields.other_isbns.empty()) {
      if (fields.isbn) object_.string("isbn", fields.isbn->digits());
    } else {
      object_.key("isbn");
      json::Array isbns(out_);
      for_each_isbn([&](const catalog::Isbn& isbn) {
        isbns.item();
        json::append_string(out_, isbn.digits());
      });
      isbns.end();
    }
    add_property_values();
  }

  template <class Each>
  void for_each_isbn(Each each) const {
    if (book_.fields->isbn) each(*book_.fields->isbn);
    std::ranges::for_each(book_.fields->other_isbns, each);
  }

  void add_property_values() {
    const auto& all = book_.fields->identifiers;
    const auto is_shown = [](const catalog::Identifier& one) {
      return one.type != IdentifierType::invalid_isbn;
    };
    if (std::ranges::none_of(all, is_shown)) return;
    object_.key("identifier");
    json::Array values(out_);
    for (const catalog::Identifier& one : all) {
      if (!is_shown(one)) continue;
      values.item();
      json::Object value(out_);
      value.string("@type", "PropertyValue");
      value.string("propertyID", catalog::wire_name(one.type));
      value.string("value", catalog::plain_identifier(one));
      value.end();
    }
    values.end();
    const auto doi = std::ranges::find(all, IdentifierType::doi, &catalog::Identifier::type);
    if (doi != all.end())
      object_.string("sameAs", std::string(doi_address) + catalog::plain_identifier(*doi));
  }

  void add_publication() {
    const BookFields& fields = book_.fields;
    named("locationCreated", "Place", fields.place);
    named("publisher", "Organization", fields.publisher);
    if (fields.year) object_.string("datePublished", iso_year(*fields.year));
    text("bookEdition", fields.edition);
    text("inLanguage", fields.language);
    if (fields.pages) object_.integer("numberOfPages", *fields.pages);
    if (!fields.series) return;
    object_.key("isPartOf");
    json::Object series(out_);
    series.string("@type", "BookSeries");
    series.string("name", fields.series->name);
    series.end();
    text("position", fields.series->volume);
  }

  // ISO 8601 has four digits, and the year before 1 is 0.
  static std::string iso_year(int year) {
    const std::string digits = std::to_string(year < 0 ? -year : year);
    const std::string zeros(4 - std::min<std::size_t>(4, digits.size()), '0');
    return (year < 0 ? "-" : "") + zeros + digits;
  }

  void add_content() {
    const BookFields& fields = book_.fields;
    if (!fields.subjects.empty()) {
      object_.key("about");
      json::Array terms(out_);
      for (const std::string& subject : fields.subjects) {
        terms.item();
        append_named(out_, "DefinedTerm", subject);
      }
      terms.end();
    }
    if (!fields.tags.empty()) {
      object_.key("keywords");
      json::Array words(out_);
      for (const std::string& tag : fields.tags) {
        words.item();
        json::append_string(out_, tag);
      }
      words.end();
    }
    text("abstract", fields.synopsis);
    text("image", fields.cover);
    add_links();
  }

  static bool is_media(const catalog::Link& link) noexcept {
    return link.relation == catalog::LinkRelation::text ||
           link.relation == catalog::LinkRelation::sample;
  }

  // The text and samples of it are media; other addresses lead somewhere about the book.
  void add_links() {
    const auto& links = book_.fields->links;
    if (std::ranges::any_of(links, is_media)) {
      object_.key("associatedMedia");
      json::Array media(out_);
      for (const catalog::Link& link : links) {
        if (!is_media(link)) continue;
        media.item();
        json::Object one(out_);
        one.string("@type", "MediaObject");
        one.string("contentUrl", link.url);
        if (!link.media_type.empty()) one.string("encodingFormat", link.media_type);
        one.end();
      }
      media.end();
    }
    if (std::ranges::all_of(links, is_media)) return;
    object_.key("url");
    json::Array addresses(out_);
    for (const catalog::Link& link : links) {
      if (is_media(link)) continue;
      addresses.item();
      json::append_string(out_, link.url);
    }
    addresses.end();
  }

  std::string& out_;
  const catalog::Book& book_;
  json::Object object_;
};

class JsonldWriter final : public Writer {
 public:
  explicit JsonldWriter(const WriteOptions& options)
      : extent_(options.extent), base_(options.base_uri + "/livros/") {}

  void begin(std::string& out) override {
    if (extent_ == WriteOptions::Extent::list) {
      out += R"({"@context":"https://schema.org","@graph":[)";
    }
  }
  void append(std::string& out, const catalog::Book& book) override {
    if (!std::exchange(is_first_, false)) out += ",\n";
    append_jsonld(
        out, book, base_ + std::to_string(book.id.value),
        extent_ == WriteOptions::Extent::one ? JsonldContext::given : JsonldContext::left_out);
  }
  void end(std::string& out) override {
    out += extent_ == WriteOptions::Extent::list ? "]}\n" : "\n";
  }

 private:
  WriteOptions::Extent extent_;
  std::string base_;
  bool is_first_ = true;
};

}  // namespace

std::unique_ptr<Writer> make_jsonld_writer(const WriteOptions& options) {
  return std::make_unique<JsonldWriter>(options);
}

void append_jsonld(std::string& out, const catalog::Book& book, std::string_view address,
                   JsonldContext context) {
  JsonldBook(out, book).write(address, context);
}

}  // namespace formats
