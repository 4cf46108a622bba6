#include "web/search_page.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "api/answer/own_address.hpp"
#include "api/answer/query.hpp"
#include "api/endpoints/listing_query.hpp"
#include "api/pages/page_answer.hpp"
#include "api/pages/page_handlers.hpp"
#include "api/pages/problem_page.hpp"
#include "catalog/cursor.hpp"
#include "formats/book_document.hpp"
#include "http/target.hpp"
#include "web/holdings_page.hpp"
#include "web/words.hpp"

namespace api {
namespace {

constexpr std::size_t books_of_a_page = 20;
constexpr std::size_t rows_of_a_page = 50;
constexpr std::size_t facet_values = 8;

enum class Part : std::uint8_t { whole, fragment };

// Everything of the request that the page needs.
struct Asked {
  catalog::Listing listing;
  web::SearchAddress address;
  web::View view;
  Part part = Part::whole;
  bool is_start = false;
  std::string origin;  // of the welcome
};

// ---- the request

// The parameters of a query that was read without complaint.
std::vector<web::Parameter> parameters_of(std::string_view raw) {
  std::vector<web::Parameter> parameters;
  http::QueryReader fields(raw);
  while (const auto field = fields.next()) {
    auto name = http::decode_query_part(field->key);
    auto value = http::decode_query_part(field->value);
    if (name && value) {
      parameters.emplace_back(*std::move(name), *std::move(value));
    }
  }
  return parameters;
}

// `fragmento=1` is this page's own; what else it might be is unknown to the list.
std::string without_fragment(const std::string& query, Part& part) {
  constexpr std::string_view wanted = "fragmento=1&";
  std::string rest = query;
  const std::size_t at = rest.find(wanted);
  if (at != std::string::npos && (at == 0 || rest[at - 1] == '&')) {
    rest.erase(at, wanted.size());
    part = Part::fragment;
  }
  return rest;
}

catalog::Result<Asked> read_asked(const Request& request) {
  Part part = Part::whole;
  auto list = read_list_query(without_fragment(own_query(request.http.query), part));
  if (!list) {
    return catalog::fail(list.error());
  }
  Asked asked;
  asked.part = part;
  asked.address = web::SearchAddress(parameters_of(list->link_base));
  asked.listing = std::move(list->listing);
  if (!asked.address.has("limite")) {
    asked.listing.limit = books_of_a_page;
  }
  asked.listing.counting = catalog::Counting::total;
  asked.view = view_of(request.http, visitor_of(request));
  if (asked.listing.search) {
    const bool is_english = asked.view.language == catalog::Language::english;
    asked.listing.search->reader_language = is_english ? "en" : "pt";
  }
  return asked;
}

// ---- what was found

void take_books(web::SearchPage& page, const std::vector<store::BookDocument>& documents) {
  page.books.reserve(documents.size());
  for (const store::BookDocument& document : documents) {
    if (auto book = formats::read_document(document.json)) {
      page.books.push_back(*std::move(book));
    }
  }
}

web::Found found_of(search::SearchStage stage) noexcept {
  switch (stage) {
    case search::SearchStage::exact:
      return web::Found::as_typed;
    case search::SearchStage::family:
      return web::Found::in_other_spellings;
    case search::SearchStage::approximate:
      return web::Found::approximately;
    case search::SearchStage::partial:
      return web::Found::partially;
  }
  return web::Found::as_typed;
}

void take_note(web::SearchPage& page, const search::SearchNote& note) {
  page.found = found_of(note.stage);
  for (const std::string& word : note.ignored) {
    page.left_out.append(page.left_out.empty() ? "" : " ").append(word);
  }
  page.meant = note.meant;
  const bool is_other =
      note.stage == search::SearchStage::approximate || note.stage == search::SearchStage::partial;
  // What was searched for instead is what is marked.
  if (is_other && !note.meant.empty()) {
    page.query = catalog::parse_search(note.meant);
  }
}

web::SearchPage page_of(const Asked& asked, const search::Page& found) {
  web::SearchPage page;
  page.address = asked.address;
  page.query = asked.listing.search;
  take_books(page, found.books);
  page.total = found.total.value_or(page.books.size());
  page.total_is =
      found.total_is == search::Page::Total::at_least ? web::Count::at_least : web::Count::exact;
  if (found.search) {
    take_note(page, *found.search);
  }
  if (found.next) {
    page.next = catalog::encode_cursor(*found.next, asked.listing.order);
  }
  if (found.previous) {
    page.previous = catalog::encode_cursor(*found.previous, asked.listing.order);
  }
  return page;
}

struct FacetKind {
  search::Facet facet;
  std::string_view parameter;
  const catalog::Wording& heading;
};
constexpr std::array facet_kinds{
    FacetKind{search::Facet::subject, "assunto", web::words::facet_subject},
    FacetKind{search::Facet::author, "autor", web::words::facet_author},
    FacetKind{search::Facet::year, "ano", web::words::facet_year},
    FacetKind{search::Facet::language, "idioma", web::words::facet_language},
    FacetKind{search::Facet::publisher, "editora", web::words::facet_publisher},
    FacetKind{search::Facet::tag, "etiqueta", web::words::facet_tag},
};

search::CountFacets facets_command(const catalog::Listing& listing) {
  search::CountFacets command{listing.filter, listing.search, {}, facet_values};
  for (const FacetKind& kind : facet_kinds) {
    command.facets.push_back(kind.facet);
  }
  return command;
}

// A facet that is chosen already has nothing more to choose.
void take_facets(web::SearchPage& page, const search::Facets& facets) {
  page.facets_are_estimated = facets.counts_are == search::Facets::Counts::estimated;
  for (const search::FacetCounts& counts : facets.counts) {
    const auto* const kind = std::ranges::find(facet_kinds, counts.facet, &FacetKind::facet);
    if (kind == facet_kinds.end() || page.address.has(kind->parameter)) {
      continue;
    }
    web::FacetGroup group{kind->parameter, kind->heading, {}};
    for (const search::FacetValue& value : counts.values) {
      if (web::can_be_filter(value.text)) {
        group.links.push_back({value.text, value.text, value.books});
      }
    }
    page.facets.push_back(std::move(group));
  }
}

// ---- the answer

http::Response shown(const AnswerContext& context, const Asked& asked, const web::SearchPage& page,
                     std::optional<catalog::Sequence> as_of) {
  Shown answer{{}, variant_of(asked.view), as_of};
  answer.html = asked.part == Part::fragment
                    ? web::search_fragment(asked.view, page)
                    : web::search_document(asked.view, page, asked.is_start);
  return page_answer(context.http, std::move(answer));
}

bool is_empty_catalogue(const Asked& asked, const search::Page& found) {
  return asked.address.parameters().empty() && asked.part == Part::whole && found.total == 0U;
}

Plan with_facets(const std::shared_ptr<const Asked>& asked, web::SearchPage page,
                 std::optional<catalog::Sequence> as_of) {
  return ChainPlan{facets_command(asked->listing),
                   [asked, as_of, page = std::move(page)](
                       const AnswerContext& context, search::ReadOutcome outcome) mutable -> Plan {
                     // The list is worth showing without them.
                     if (outcome) {
                       take_facets(page, std::get<search::Facets>(outcome->value));
                     }
                     const bool is_one_moment = outcome && moment_of(*outcome) == as_of;
                     return shown(context, *asked, page, is_one_moment ? as_of : std::nullopt);
                   }};
}

Plan search_plan(Asked given) {
  const auto asked = std::make_shared<const Asked>(std::move(given));
  return ChainPlan{search::ListBooks{asked->listing},
                   [asked](const AnswerContext& context, search::ReadOutcome outcome) -> Plan {
                     if (!outcome) {
                       return problem_page(context, asked->view, outcome.error());
                     }
                     const auto& found = std::get<search::Page>(outcome->value);
                     if (is_empty_catalogue(*asked, found)) {
                       return private_page(context.http,
                                           web::welcome_document(asked->view, asked->origin));
                     }
                     return with_facets(asked, page_of(*asked, found), moment_of(*outcome));
                   },
                   CachePolicy::page, variant_of(asked->view)};
}

Plan holdings_plan(Asked given) {
  const auto asked = std::make_shared<const Asked>(std::move(given));
  return ChainPlan{search::ListBooks{asked->listing},
                   [asked](const AnswerContext& context, search::ReadOutcome outcome) -> Plan {
                     if (!outcome) {
                       return problem_page(context, asked->view, outcome.error());
                     }
                     const auto page = page_of(*asked, std::get<search::Page>(outcome->value));
                     Shown answer{{}, variant_of(asked->view), moment_of(*outcome)};
                     answer.html = asked->part == Part::fragment
                                       ? web::holdings_fragment(asked->view, page)
                                       : web::holdings_document(asked->view, page);
                     return page_answer(context.http, std::move(answer));
                   },
                   CachePolicy::page, variant_of(asked->view)};
}

}  // namespace

Plan holdings_page(const Request& request) {
  auto asked = read_asked(request);
  if (!asked) {
    return problem_page(context_of(request), view_of(request.http, visitor_of(request)),
                        asked.error());
  }
  if (!asked->address.has("limite")) {
    asked->listing.limit = rows_of_a_page;
  }
  return holdings_plan(*std::move(asked));
}

Plan search_page(const Request& request) {
  auto asked = read_asked(request);
  if (!asked) {
    return problem_page(context_of(request), view_of(request.http, visitor_of(request)),
                        asked.error());
  }
  asked->is_start = request.http.path == "/";
  asked->origin = own_address(request.http, request.settings);
  return search_plan(*std::move(asked));
}

}  // namespace api
