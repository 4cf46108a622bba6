// The navigation feeds of OPDS: the root, and the names that lead to books.
#include <algorithm>
#include <tuple>

#include "api/answer/problem_json.hpp"
#include "api/protocols/opds_answer.hpp"
#include "api/protocols/opds_books.hpp"
#include "api/protocols/opds_handlers.hpp"
#include "api/protocols/opds_request.hpp"
#include "catalog/person_names.hpp"
#include "catalog/sort_key.hpp"
#include "web/address.hpp"
#include "web/feed_words.hpp"
#include "web/field_names.hpp"
#include "web/html.hpp"

namespace api {
namespace {

namespace words = web::words;
using Shows = OpdsList::Shows;

// ---- the root

OpdsFeed root_feed(const OpdsPlaces& places) {
  OpdsFeed feed;
  feed.kind = OpdsKind::navigation;
  feed.title = places.name;
  for (const OpdsList& list : opds_lists()) {
    if (list.name == opds_search_list) {
      continue;  // a search without words; the links of every feed lead to it
    }
    feed.entries.push_back(
        {.title = std::string(list.title.in(places.language)),
         .summary = std::string(list.about.in(places.language)),
         .target = opds_target(list, {}),
         .kind = list.shows == Shows::books ? OpdsKind::acquisition : OpdsKind::navigation,
         .is_newest = list.order.key == catalog::SortKey::created_at});
  }
  return feed;
}

// ---- names: authors, subjects, languages, tags

// As names are filed: people by surname, bodies and events by their first word.
std::string filing_key(const OpdsList& list, const std::string& title, bool is_body) {
  const bool is_person = list.facet == search::Facet::author && !is_body;
  return is_person ? catalog::filed_name(title) : catalog::text_key(title);
}

std::string opds_count_of(std::uint64_t books, catalog::Language language) {
  return books == 1 ? std::string(words::one_book.in(language))
                    : web::said(words::books_filtered, language, {std::to_string(books)});
}

// All of them, to be cut into pages.
std::vector<OpdsEntry> name_entries(const OpdsAsked& asked, const search::Facets& facets) {
  struct Filed {
    std::string key;
    OpdsEntry entry;
  };
  std::vector<Filed> names;
  const catalog::Language language = asked.places.language;
  const OpdsList& titles = *opds_list_named("titulos");
  OpdsParameters others = asked.query.parameters;
  std::erase_if(others, [&](const auto& one) { return one.first == asked.list.filter; });
  for (const search::FacetValue& value : facets.counts.front().values) {
    if (!web::can_be_filter(value.text)) {
      continue;
    }
    std::string title = asked.list.facet == search::Facet::language
                            ? web::language_name(value.text, language)
                            : value.text;
    OpdsParameters chosen = others;
    chosen.emplace_back(asked.list.filter, value.text);
    names.push_back({filing_key(asked.list, title, value.is_body),
                     {.title = title,
                      .summary = opds_count_of(value.books, language),
                      .target = opds_target(titles, chosen),
                      .books = value.books}});
  }
  std::ranges::sort(names, [](const Filed& left, const Filed& right) {
    return std::tie(left.key, left.entry.title) < std::tie(right.key, right.entry.title);
  });
  std::vector<OpdsEntry> entries;
  for (Filed& one : names) {
    entries.push_back(std::move(one.entry));
  }
  return entries;
}

std::string page_target(const OpdsAsked& asked, std::size_t page) {
  return page == 1 ? opds_target(asked.list, asked.query.parameters)
                   : opds_target_with(asked, opds_cursor_name, std::to_string(page));
}

OpdsFeed names_feed(const OpdsAsked& asked, const search::Facets& facets) {
  OpdsFeed feed;
  feed.kind = OpdsKind::navigation;
  const std::size_t page = asked.query.page;
  feed.title = opds_title(asked);
  feed.target = page_target(asked, page);
  feed.up = "";
  feed.first = page_target(asked, 1);
  std::vector<OpdsEntry> entries = name_entries(asked, facets);
  const std::size_t begin = std::min((page - 1) * opds_page_size, entries.size());
  const std::size_t end = std::min(begin + opds_page_size, entries.size());
  if (end < entries.size()) {
    feed.next = page_target(asked, page + 1);
  }
  if (page > 1) {
    feed.previous = page_target(asked, page - 1);
  }
  feed.entries.assign(std::make_move_iterator(entries.begin() + static_cast<std::ptrdiff_t>(begin)),
                      std::make_move_iterator(entries.begin() + static_cast<std::ptrdiff_t>(end)));
  return feed;
}

// The feed is complete but for the moment.
Plan dated(OpdsPlaces places, OpdsFeed feed, OpdsMoment moment) {
  return ChainPlan{opds_newest_change(),
                   [places = std::move(places), feed = std::move(feed), moment](
                       const AnswerContext& context, search::ReadOutcome outcome) mutable -> Plan {
                     if (!outcome) {
                       return to_response(context, outcome.error());
                     }
                     opds_take_newest(feed, std::get<search::Page>(outcome->value));
                     const OpdsMoment now = opds_moment(*outcome);
                     return opds_feed_answer(context, places, feed,
                                             moment == now ? now : std::nullopt);
                   }};
}

Plan names_plan(OpdsAsked asked) {
  const catalog::Listing& listing = asked.query.listing;
  search::CountFacets command{listing.filter, listing.search, {asked.list.facet}, opds_names_max};
  return ChainPlan{std::move(command),
                   [asked = std::move(asked)](const AnswerContext& context,
                                              search::ReadOutcome outcome) -> Plan {
                     if (!outcome) {
                       return to_response(context, outcome.error());
                     }
                     OpdsFeed feed = names_feed(asked, std::get<search::Facets>(outcome->value));
                     return dated(asked.places, std::move(feed), opds_moment(*outcome));
                   }};
}

}  // namespace

Plan opds_root_feed(const Request& request) {
  if (const auto query = no_parameters(request); !query) {
    return to_response(request, query.error());
  }
  return ReadPlan{
      opds_newest_change(),
      [places = opds_places(request)](const AnswerContext& context, search::ReadOutcome outcome) {
        if (!outcome) {
          return to_response(context, outcome.error());
        }
        OpdsFeed feed = root_feed(places);
        opds_take_newest(feed, std::get<search::Page>(outcome->value));
        return opds_feed_answer(context, places, feed, opds_moment(*outcome));
      }};
}

Plan opds_list_feed(const Request& request) {
  const OpdsList* const list = opds_list_named(request.first_parameter);
  if (list == nullptr) {
    return to_response(request, catalog::problem::unknown_path(request.http.path));
  }
  auto query = read_opds_query(*list, request.http.query);
  if (!query) {
    return to_response(request, query.error());
  }
  query->listing.filter.holdings = request.settings.opds_holdings;
  OpdsAsked asked{opds_places(request), *list, *std::move(query)};
  return list->shows == Shows::books ? opds_books_plan(std::move(asked))
                                     : names_plan(std::move(asked));
}

}  // namespace api
