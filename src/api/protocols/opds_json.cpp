#include "api/protocols/opds_json.hpp"

#include <algorithm>
#include <charconv>

#include "formats/credits.hpp"
#include "json/writer.hpp"
#include "web/address.hpp"
#include "web/feed_words.hpp"

namespace api {
namespace {

namespace words = web::words;

// ---- a publication

// https://readium.org/webpub-manifest/contexts/default: a title's `position` is a number.
std::optional<std::uint32_t> position_of(const catalog::Series& series) {
  std::uint32_t number = 0;
  const char* const end = series.volume.data() + series.volume.size();
  const auto [rest, error] = std::from_chars(series.volume.data(), end, number);
  return error == std::errc{} && rest == end ? std::optional(number) : std::nullopt;
}

class PublicationJson {
 public:
  PublicationJson(std::string& out, const OpdsPlaces& places, const catalog::Book& book)
      : out_(out), places_(places), book_(book), fields_(book.fields) {}

  void write() {
    json::Object publication(out_);
    publication.key("metadata");
    write_metadata();
    publication.key("links");
    write_links();
    publication.key("images");
    json::Array images(out_);
    for (const OpdsLink& image : opds_images(places_, book_)) {
      images.item();
      write_link(image);
    }
    images.end();
    publication.end();
  }

 private:
  void write_link(const OpdsLink& link) const {
    json::Object object(out_);
    if (!link.relation.empty()) object.string("rel", link.relation);
    object.string("href", link.href);
    if (!link.type.empty()) object.string("type", link.type);
    if (!link.title.empty()) object.string("title", link.title);
    object.end();
  }

  void write_links() const {
    const std::string id = std::to_string(book_.id.value);
    json::Array links(out_);
    const auto add = [&](const OpdsLink& link) {
      links.item();
      write_link(link);
    };
    add({"self", places_.feed("/livros/" + id), std::string(opds_publication_type)});
    add({"alternate", places_.path("/livro/" + id), "text/html"});
    add({"alternate", places_.feed(OpdsForm::atom, "/livros/" + id), std::string(opds_entry_type)});
    std::ranges::for_each(opds_acquisitions(places_, book_), add);
    std::ranges::for_each(opds_related(book_), add);
    links.end();
  }

  void write_metadata() const {
    json::Object metadata(out_);
    metadata.string("@type", "http://schema.org/Book");
    const std::string isbn = opds_isbn_urn(book_);
    metadata.string("identifier", isbn.empty() ? opds_book_uri(places_, book_) : isbn);
    metadata.string("title", fields_.title);
    if (!fields_.subtitle.empty()) metadata.string("subtitle", fields_.subtitle);
    write_makers(metadata);
    if (!fields_.publisher.empty()) metadata.string("publisher", fields_.publisher);
    if (!fields_.language.empty()) metadata.string("language", fields_.language);
    metadata.string("modified", base::to_rfc3339(book_.updated_at));
    if (const std::string date = opds_issued(book_); !date.empty()) {
      metadata.string("published", date + "-01-01");
    }
    write_subjects(metadata);
    if (!fields_.synopsis.empty()) metadata.string("description", fields_.synopsis);
    if (fields_.pages) metadata.integer("numberOfPages", *fields_.pages);
    write_series(metadata);
    metadata.end();
  }

  void write_makers(json::Object& metadata) const {
    const formats::Credits credits = formats::credits_of(fields_);
    write_people(metadata, "author", credits.authors);
    write_people(metadata, "translator", credits.translators);
    write_people(metadata, "editor", credits.editors);
    write_people(metadata, "illustrator", credits.illustrators);
    write_people(metadata, "contributor", credits.others);
  }

  void write_people(json::Object& metadata, std::string_view key,
                    const std::vector<formats::Credit>& people) const {
    if (people.empty()) return;
    metadata.key(key);
    json::Array array(out_);
    for (const formats::Credit& one : people) {
      array.item();
      json::Object person(out_);
      person.string("name", one.name);
      if (key == "contributor") person.string("role", one.role);
      write_way(person, "autor", one.name);
      person.end();
    }
    array.end();
  }

  void write_subjects(json::Object& metadata) const {
    if (fields_.subjects.empty() && fields_.tags.empty()) return;
    metadata.key("subject");
    json::Array array(out_);
    const auto write_all = [&](std::string_view parameter, const std::vector<std::string>& names) {
      for (const std::string& name : names) {
        array.item();
        json::Object subject(out_);
        subject.string("name", name);
        write_way(subject, parameter, name);
        subject.end();
      }
    };
    write_all("assunto", fields_.subjects);
    write_all("etiqueta", fields_.tags);
    array.end();
  }

  // The feed of what a name is the name of.
  void write_way(json::Object& object, std::string_view parameter, std::string_view name) const {
    if (!web::can_be_filter(name)) return;
    object.key("links");
    json::Array links(out_);
    links.item();
    write_link({"", places_.feed(opds_books_of(parameter, name)), std::string(opds_json_type)});
    links.end();
  }

  void write_series(json::Object& metadata) const {
    if (!fields_.series) return;
    metadata.key("belongsTo");
    json::Object belongs_to(out_);
    belongs_to.key("series");
    json::Object series(out_);
    series.string("name", fields_.series->name);
    if (const auto position = position_of(*fields_.series)) series.integer("position", *position);
    series.end();
    belongs_to.end();
  }

  std::string& out_;
  const OpdsPlaces& places_;
  const catalog::Book& book_;
  const catalog::BookFields& fields_;
};

// ---- a feed

class FeedJson {
 public:
  FeedJson(std::string& out, const OpdsPlaces& places, const OpdsFeed& feed)
      : out_(out), places_(places), feed_(feed) {}

  void write() {
    json::Object object(out_);
    object.key("metadata");
    write_metadata();
    object.key("links");
    write_links();
    if (feed_.kind == OpdsKind::navigation) {
      object.key("navigation");
      write_entries();
    } else {
      object.key("publications");
      json::Array publications(out_);
      for (const catalog::Book& book : feed_.books) {
        publications.item();
        PublicationJson(out_, places_, book).write();
      }
      publications.end();
    }
    if (!feed_.facets.empty()) {
      object.key("facets");
      write_facets();
    }
    object.end();
  }

 private:
  struct Way {
    std::string_view relation;
    std::string href;
    std::string_view type;
    std::string_view title = {};
    std::optional<std::uint64_t> books = std::nullopt;
    bool is_template = false;
  };
  void write_way(const Way& way) {
    json::Object link(out_);
    if (!way.relation.empty()) link.string("rel", way.relation);
    link.string("href", way.href);
    link.string("type", way.type);
    if (!way.title.empty()) link.string("title", way.title);
    if (way.is_template) link.member(R"(,"templated":true)");
    if (way.books) {
      link.key("properties");
      json::Object properties(out_);
      properties.integer("numberOfItems", *way.books);
      properties.end();
    }
    link.end();
  }

  void write_metadata() {
    json::Object metadata(out_);
    metadata.string("title", feed_.title);
    metadata.string("modified", base::to_rfc3339(feed_.updated));
    if (feed_.kind == OpdsKind::acquisition) {
      metadata.integer("itemsPerPage", opds_page_size);
      if (feed_.total) metadata.integer("numberOfItems", *feed_.total);
    }
    metadata.end();
  }

  void write_links() {
    json::Array links(out_);
    const auto add = [&](const Way& way) {
      links.item();
      write_way(way);
    };
    const auto add_feed = [&](std::string_view relation, const std::optional<std::string>& target) {
      if (target) add({relation, places_.feed(*target), opds_json_type});
    };
    add_feed("self", feed_.target);
    add_feed("start", std::string());
    add_feed("up", feed_.up);
    add_feed("first", feed_.first);
    add_feed("next", feed_.next);
    add_feed("previous", feed_.previous);
    add({"alternate", places_.feed(OpdsForm::atom, feed_.target),
         opds_type(OpdsForm::atom, feed_.kind)});
    add({.relation = "search",
         .href = places_.feed("/busca{?query}"),
         .type = opds_json_type,
         .is_template = true});
    links.end();
  }

  void write_entries() {
    json::Array entries(out_);
    for (const OpdsEntry& entry : feed_.entries) {
      entries.item();
      write_way({entry.is_newest ? "http://opds-spec.org/sort/new" : "subsection",
                 places_.feed(entry.target), opds_json_type, entry.title, entry.books});
    }
    entries.end();
  }

  void write_facets() {
    json::Array facets(out_);
    for (const OpdsFacet& facet : feed_.facets) {
      facets.item();
      json::Object object(out_);
      object.key("metadata");
      json::Object metadata(out_);
      metadata.string("title", facet.title);
      metadata.end();
      object.key("links");
      json::Array links(out_);
      for (const OpdsFacetValue& value : facet.values) {
        links.item();
        write_way({value.is_active ? "self" : "", places_.feed(value.target), opds_json_type,
                   value.title, value.books});
      }
      links.end();
      object.end();
    }
    facets.end();
  }

  std::string& out_;
  const OpdsPlaces& places_;
  const OpdsFeed& feed_;
};

}  // namespace

std::string opds_json_feed(const OpdsPlaces& places, const OpdsFeed& feed) {
  std::string out;
  FeedJson(out, places, feed).write();
  return out;
}

std::string opds_json_publication(const OpdsPlaces& places, const catalog::Book& book) {
  std::string out;
  PublicationJson(out, places, book).write();
  return out;
}

std::string opds_authentication(const OpdsPlaces& places) {
  std::string out;
  json::Object document(out);
  document.string("id", places.absolute("/opds/autenticacao"));
  document.string("title", places.name);
  document.string("description", words::key_description.in(places.language));
  document.key("links");
  json::Array links(out);
  links.item();
  json::Object start(out);
  start.string("rel", "start");
  start.string("href", places.feed(OpdsForm::json, ""));
  start.string("type", opds_json_type);
  start.end();
  links.end();
  document.key("authentication");
  json::Array ways(out);
  ways.item();
  json::Object basic(out);
  basic.string("type", "http://opds-spec.org/auth/basic");
  basic.key("labels");
  json::Object labels(out);
  labels.string("login", words::any_user.in(places.language));
  labels.string("password", words::key_as_password.in(places.language));
  labels.end();
  basic.end();
  ways.end();
  document.end();
  return out;
}

}  // namespace api
