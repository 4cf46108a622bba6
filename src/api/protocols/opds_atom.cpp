#include "api/protocols/opds_atom.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "formats/credits.hpp"
#include "formats/xml_writer.hpp"
#include "web/feed_words.hpp"

namespace api {
namespace {

using formats::Xml;

constexpr formats::XmlAttribute atom_namespace{"xmlns", "http://www.w3.org/2005/Atom"};
constexpr formats::XmlAttribute terms_namespace{"xmlns:dc", "http://purl.org/dc/terms/"};

// How many characters OpenSearch 1.1 allows a ShortName.
constexpr std::size_t short_name_max = 16;

class EntryAtom {
 public:
  EntryAtom(Xml& xml, const OpdsPlaces& places, const catalog::Book& book)
      : xml_(xml), places_(places), book_(book), fields_(book.fields) {}

  // All within the element.
  void write(std::string_view own_relation) {
    xml_.element("title", fields_.subtitle.empty() ? fields_.title
                                                   : fields_.title + ": " + fields_.subtitle);
    // Not the ISBN, which several books may have.
    xml_.element("id", opds_book_uri(places_, book_));
    xml_.element("updated", base::to_rfc3339(book_.updated_at));
    write_people();
    write_terms();
    if (!fields_.synopsis.empty()) {
      xml_.element("summary", {{"type", "text"}}, fields_.synopsis);
    }
    const std::string id = std::to_string(book_.id.value);
    xml_.empty("link", {{"rel", own_relation},
                        {"href", places_.feed(OpdsForm::atom, "/livros/" + id)},
                        {"type", opds_entry_type}});
    xml_.empty(
        "link",
        {{"rel", "alternate"}, {"href", places_.path("/livro/" + id)}, {"type", "text/html"}});
    std::ranges::for_each(opds_acquisitions(places_, book_),
                          [this](const OpdsLink& link) { write_link(link, link.relation); });
    std::ranges::for_each(opds_related(book_),
                          [this](const OpdsLink& link) { write_link(link, link.relation); });
    // One image: readers of Atom take the last of several, or the first.
    const OpdsLink image = opds_images(places_, book_).front();
    write_link(image, "http://opds-spec.org/image");
    write_link(image, "http://opds-spec.org/image/thumbnail");
  }

 private:
  void write_people() {
    const formats::Credits credits = formats::credits_of(fields_);
    const auto write_all = [this](std::string_view element,
                                  const std::vector<formats::Credit>& people) {
      for (const formats::Credit& one : people) {
        xml_.open(element).element("name", one.name).close(element);
      }
    };
    write_all("author", credits.authors);
    write_all("contributor", credits.translators);
    write_all("contributor", credits.editors);
    write_all("contributor", credits.illustrators);
    write_all("contributor", credits.others);
  }

  void write_terms() {
    if (!fields_.language.empty()) xml_.element("dc:language", fields_.language);
    if (!fields_.publisher.empty()) xml_.element("dc:publisher", fields_.publisher);
    if (const std::string year = opds_issued(book_); !year.empty()) {
      xml_.element("dc:issued", year);
    }
    if (const std::string isbn = opds_isbn_urn(book_); !isbn.empty()) {
      xml_.element("dc:identifier", isbn);
    }
    if (fields_.pages) xml_.element("dc:extent", std::to_string(*fields_.pages) + " p.");
    const auto write_all = [this](const std::vector<std::string>& names) {
      for (const std::string& name : names) {
        xml_.empty("category", {{"term", name}, {"label", name}});
      }
    };
    write_all(fields_.subjects);
    write_all(fields_.tags);
  }

  void write_link(const OpdsLink& link, std::string_view relation) {
    if (link.title.empty() && link.type.empty()) {
      xml_.empty("link", {{"rel", relation}, {"href", link.href}});
    } else if (link.title.empty()) {
      xml_.empty("link", {{"rel", relation}, {"href", link.href}, {"type", link.type}});
    } else {
      xml_.empty(
          "link",
          {{"rel", relation}, {"href", link.href}, {"type", link.type}, {"title", link.title}});
    }
  }

  Xml& xml_;
  const OpdsPlaces& places_;
  const catalog::Book& book_;
  const catalog::BookFields& fields_;
};

class FeedAtom {
 public:
  FeedAtom(std::string& out, const OpdsPlaces& places, const OpdsFeed& feed)
      : xml_(out), places_(places), feed_(feed), updated_(base::to_rfc3339(feed.updated)) {}

  void write() {
    xml_.open("feed", {atom_namespace,
                       terms_namespace,
                       {"xmlns:opds", "http://opds-spec.org/2010/catalog"},
                       {"xmlns:opensearch", "http://a9.com/-/spec/opensearch/1.1/"},
                       {"xmlns:thr", "http://purl.org/syndication/thread/1.0"},
                       {"xml:lang", web::words::html_language.in(places_.language)}});
    xml_.line();
    xml_.element("id", places_.absolute(std::string(opds_atom_root) + feed_.target));
    xml_.element("title", feed_.title);
    xml_.element("updated", updated_);
    xml_.open("author").element("name", places_.name);
    xml_.element("uri", places_.absolute("/")).close("author").line();
    write_links();
    if (feed_.kind == OpdsKind::acquisition) {
      write_counts();
    }
    std::ranges::for_each(feed_.facets, [this](const OpdsFacet& facet) { write_facet(facet); });
    std::ranges::for_each(feed_.entries, [this](const OpdsEntry& entry) { write_entry(entry); });
    for (const catalog::Book& book : feed_.books) {
      xml_.open("entry");
      EntryAtom(xml_, places_, book).write("alternate");
      xml_.close("entry").line();
    }
    xml_.close("feed").line();
  }

 private:
  void write_link(std::string_view relation, std::string_view href, std::string_view type) {
    xml_.empty("link", {{"rel", relation}, {"href", href}, {"type", type}}).line();
  }
  void write_feed_link(std::string_view relation, const std::optional<std::string>& target,
                       OpdsKind kind) {
    if (target) write_link(relation, places_.feed(*target), opds_type(OpdsForm::atom, kind));
  }

  void write_links() {
    write_feed_link("self", feed_.target, feed_.kind);
    write_feed_link("start", std::string(), OpdsKind::navigation);
    write_feed_link("up", feed_.up, OpdsKind::navigation);
    write_feed_link("first", feed_.first, feed_.kind);
    write_feed_link("next", feed_.next, feed_.kind);
    write_feed_link("previous", feed_.previous, feed_.kind);
    write_link("alternate", places_.feed(OpdsForm::json, feed_.target), opds_json_type);
    // The description goes first: some readers know it alone, and others take the last they know.
    write_link("search", places_.path("/opensearch.xml"), opensearch_type);
    write_link("search", places_.feed("/busca?query={searchTerms}"), "application/atom+xml");
  }

  void write_counts() {
    if (feed_.total) xml_.element("opensearch:totalResults", std::to_string(*feed_.total));
    xml_.element("opensearch:itemsPerPage", std::to_string(opds_page_size)).line();
  }

  void write_facet(const OpdsFacet& facet) {
    for (const OpdsFacetValue& value : facet.values) {
      const std::string href = places_.feed(value.target);
      const std::string books = std::to_string(value.books.value_or(0));
      const formats::XmlAttribute relation{"rel", "http://opds-spec.org/facet"};
      const formats::XmlAttribute type{"type", opds_type(OpdsForm::atom, OpdsKind::acquisition)};
      const formats::XmlAttribute title{"title", value.title};
      const formats::XmlAttribute group{"opds:facetGroup", facet.title};
      if (value.is_active) {
        xml_.empty("link",
                   {relation, {"href", href}, type, title, group, {"opds:activeFacet", "true"}});
      } else if (value.books) {
        xml_.empty("link", {relation, {"href", href}, type, title, group, {"thr:count", books}});
      } else {
        xml_.empty("link", {relation, {"href", href}, type, title, group});
      }
      xml_.line();
    }
  }

  void write_entry(const OpdsEntry& entry) {
    const std::string href = places_.feed(entry.target);
    const std::string_view type = opds_type(OpdsForm::atom, entry.kind);
    const formats::XmlAttribute relation{
        "rel", entry.is_newest ? "http://opds-spec.org/sort/new" : "subsection"};
    xml_.open("entry").element("title", entry.title);
    xml_.element("id", places_.absolute(std::string(opds_atom_root) + entry.target));
    xml_.element("updated", updated_);
    if (!entry.summary.empty()) {
      xml_.element("content", {{"type", "text"}}, entry.summary);
    }
    if (entry.books) {
      xml_.empty(
          "link",
          {relation, {"href", href}, {"type", type}, {"thr:count", std::to_string(*entry.books)}});
    } else {
      xml_.empty("link", {relation, {"href", href}, {"type", type}});
    }
    xml_.close("entry").line();
  }

  Xml xml_;
  const OpdsPlaces& places_;
  const OpdsFeed& feed_;
  const std::string updated_;
};

std::string first_characters(std::string_view text, std::size_t most) {
  std::string begin(text);
  while (base::code_points(begin) > most) {
    begin = base::clip_bytes(begin, begin.size() - 1);
  }
  return begin;
}

}  // namespace

std::string opds_atom_feed(const OpdsPlaces& places, const OpdsFeed& feed) {
  std::string out(formats::xml_declaration);
  FeedAtom(out, places, feed).write();
  return out;
}

std::string opds_atom_entry(const OpdsPlaces& places, const catalog::Book& book) {
  std::string out(formats::xml_declaration);
  Xml xml(out);
  xml.open("entry", {atom_namespace, terms_namespace});
  EntryAtom(xml, places, book).write("self");
  xml.close("entry").line();
  return out;
}

// The feed goes first: KOReader takes the first address, and reads nothing else.
std::string opensearch_description(const OpdsPlaces& places) {
  const catalog::Language language = places.language;
  std::string out(formats::xml_declaration);
  Xml xml(out);
  xml.open("OpenSearchDescription", {{"xmlns", "http://a9.com/-/spec/opensearch/1.1/"}}).line();
  xml.element("ShortName", first_characters(places.name, short_name_max)).line();
  xml.element("Description", web::words::search_about.in(language)).line();
  xml.element("InputEncoding", "UTF-8").element("OutputEncoding", "UTF-8").line();
  const auto write_url = [&](std::string_view type, std::string_view relation,
                             std::string_view address) {
    xml.empty("Url", {{"type", type}, {"rel", relation}, {"template", places.absolute(address)}});
    xml.line();
  };
  write_url("application/atom+xml", "results", "/opds/v1.2/busca?query={searchTerms}");
  write_url("application/opds+json", "results", "/opds/busca?query={searchTerms}");
  write_url("text/html", "results", "/busca?q={searchTerms}");
  write_url("application/x-suggestions+json", "suggestions",
            "/opensearch/sugestoes?q={searchTerms}");
  xml.element("Language", "*");
  xml.close("OpenSearchDescription").line();
  return out;
}

}  // namespace api
