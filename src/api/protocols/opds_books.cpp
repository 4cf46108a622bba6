#include "api/protocols/opds_books.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <utility>

#include "api/answer/book_answer.hpp"
#include "api/protocols/opds_answer.hpp"
#include "api/protocols/opds_handlers.hpp"
#include "catalog/cursor.hpp"
#include "catalog/own_cover.hpp"
#include "formats/book_document.hpp"
#include "web/address.hpp"
#include "web/feed_words.hpp"
#include "web/field_names.hpp"
#include "web/html.hpp"

namespace api {
namespace {

namespace words = web::words;

constexpr std::size_t opds_facet_values_max = 12;

using OpdsAskedPtr = std::shared_ptr<const OpdsAsked>;

struct FacetOfBooks {
  search::Facet facet;
  std::string_view parameter;
  const catalog::Wording& title;
};
constexpr std::array facets_of_books{
    FacetOfBooks{search::Facet::author, "autor", words::facet_author},
    FacetOfBooks{search::Facet::subject, "assunto", words::facet_subject},
    FacetOfBooks{search::Facet::language, "idioma", words::facet_language},
    FacetOfBooks{search::Facet::year, "ano", words::facet_year},
};

OpdsFeed books_feed(const OpdsAsked& asked, const search::Page& page) {
  OpdsFeed feed;
  feed.title = opds_title(asked);
  const std::string first = opds_target(asked.list, asked.query.parameters);
  feed.target = asked.query.cursor.empty()
                    ? first
                    : opds_target_with(asked, opds_cursor_name, asked.query.cursor);
  feed.up = opds_up(asked);
  feed.first = first;
  const auto beyond = [&](const std::optional<catalog::Cursor>& cursor) {
    return cursor ? std::optional(opds_target_with(
                        asked, opds_cursor_name,
                        catalog::encode_cursor(*cursor, asked.query.listing.order)))
                  : std::nullopt;
  };
  feed.next = beyond(page.next);
  feed.previous = beyond(page.previous);
  if (page.total_is == search::Page::Total::exact) {
    feed.total = page.total;
  }
  for (const store::BookDocument& document : page.books) {
    if (auto book = formats::read_document(document.json)) {
      feed.updated = std::max(feed.updated, book->updated_at);
      feed.books.push_back(*std::move(book));
    }
  }
  return feed;
}

// The chosen value, and the way back to all.
OpdsFacet chosen_facet(const OpdsAsked& asked, const FacetOfBooks& kind, const std::string& value,
                       std::optional<std::uint64_t> books) {
  const catalog::Language language = asked.places.language;
  OpdsFacet facet{std::string(kind.title.in(language)), {}};
  facet.values.push_back({.title = opds_shown_value(kind.parameter, value, language),
                          .target = opds_target(asked.list, asked.query.parameters),
                          .books = books,
                          .is_active = true});
  facet.values.push_back({.title = std::string(words::any_value.in(language)),
                          .target = opds_target_without(asked, kind.parameter)});
  return facet;
}

OpdsFacet open_facet(const OpdsAsked& asked, const FacetOfBooks& kind,
                     const std::vector<search::FacetValue>& values) {
  const catalog::Language language = asked.places.language;
  OpdsFacet facet{std::string(kind.title.in(language)), {}};
  for (const search::FacetValue& value : values) {
    if (web::can_be_filter(value.text)) {
      facet.values.push_back({.title = opds_shown_value(kind.parameter, value.text, language),
                              .target = opds_target_with(asked, kind.parameter, value.text),
                              .books = value.books});
    }
  }
  return facet;
}

// One value alone parts no books: a facet has two links at least.
void take_facets(const OpdsAsked& asked, OpdsFeed& feed, const search::Facets& facets) {
  for (const search::FacetCounts& counts : facets.counts) {
    const auto* const kind = std::ranges::find(facets_of_books, counts.facet, &FacetOfBooks::facet);
    const auto chosen = std::ranges::find(asked.query.parameters, kind->parameter,
                                          &OpdsParameters::value_type::first);
    OpdsFacet facet = chosen == asked.query.parameters.end()
                          ? open_facet(asked, *kind, counts.values)
                          : chosen_facet(asked, *kind, chosen->second, feed.total);
    if (facet.values.size() > 1) {
      feed.facets.push_back(std::move(facet));
    }
  }
}

std::vector<std::string> own_covers_of(const std::vector<catalog::Book>& books) {
  std::vector<std::string> hashes;
  for (const catalog::Book& book : books) {
    if (const auto own = catalog::own_cover_in(book.fields->cover)) {
      hashes.emplace_back(own->hash);
    }
  }
  return hashes;
}

// What the links to covers say of them. An image never changes, so it does not matter when it is
// asked for; the books are worth showing without.
using WithCovers = std::function<Plan(const AnswerContext&, const OpdsPlaces&)>;
Plan with_covers(OpdsPlaces places, std::vector<std::string> hashes, const AnswerContext& context,
                 WithCovers then) {
  if (hashes.empty()) {
    return then(context, places);
  }
  return ChainPlan{
      store::GetCoverTypes{std::move(hashes)},
      [places = std::move(places), then = std::move(then)](
          const AnswerContext& answering, search::ReadOutcome outcome) mutable -> Plan {
        if (outcome) {
          places.covers = std::get<store::CoverTypes>(std::move(outcome->value));
        }
        return then(answering, places);
      }};
}

Plan feed_with_covers(const OpdsAskedPtr& asked, OpdsFeed feed, OpdsMoment moment,
                      const AnswerContext& context) {
  std::vector<std::string> hashes = own_covers_of(feed.books);
  return with_covers(asked->places, std::move(hashes), context,
                     [feed = std::move(feed), moment](const AnswerContext& answering,
                                                      const OpdsPlaces& places) -> Plan {
                       return opds_feed_answer(answering, places, feed, moment);
                     });
}

Plan with_facets_of_books(const OpdsAskedPtr& asked, OpdsFeed feed, OpdsMoment moment) {
  const catalog::Listing& listing = asked->query.listing;
  search::CountFacets command{listing.filter, listing.search, {}, opds_facet_values_max};
  for (const FacetOfBooks& kind : facets_of_books) {
    command.facets.push_back(kind.facet);
  }
  return ChainPlan{std::move(command),
                   [asked, moment, feed = std::move(feed)](
                       const AnswerContext& context, search::ReadOutcome outcome) mutable -> Plan {
                     // The books are worth showing without them.
                     if (outcome) {
                       take_facets(*asked, feed, std::get<search::Facets>(outcome->value));
                     }
                     const bool is_one = outcome && opds_moment(*outcome) == moment;
                     return feed_with_covers(asked, std::move(feed), is_one ? moment : std::nullopt,
                                             context);
                   }};
}

}  // namespace

Plan opds_books_plan(OpdsAsked given) {
  const auto asked = std::make_shared<const OpdsAsked>(std::move(given));
  return ChainPlan{search::ListBooks{asked->query.listing},
                   [asked](const AnswerContext& context, search::ReadOutcome outcome) -> Plan {
                     if (!outcome) {
                       return to_response(context, outcome.error());
                     }
                     return with_facets_of_books(
                         asked, books_feed(*asked, std::get<search::Page>(outcome->value)),
                         opds_moment(*outcome));
                   }};
}

Plan opds_publication(const Request& request) {
  if (const auto query = no_parameters(request); !query) {
    return to_response(request, query.error());
  }
  const auto id = book_id_in(request.first_parameter);
  if (!id) {
    return to_response(request, id.error());
  }
  return ChainPlan{store::GetBook{*id},
                   [places = opds_places(request)](const AnswerContext& context,
                                                   search::ReadOutcome outcome) -> Plan {
                     if (!outcome) {
                       return to_response(context, outcome.error());
                     }
                     auto document = std::get<store::BookDocument>(std::move(outcome->value));
                     const catalog::Book book = formats::read_stored_document(document.json);
                     return with_covers(
                         places, own_covers_of({book}), context,
                         [document = std::move(document)](const AnswerContext& answering,
                                                          const OpdsPlaces& known) -> Plan {
                           return opds_book_answer(answering, known, document);
                         });
                   }};
}

}  // namespace api
