#include "api/protocols/opds_request.hpp"

#include <algorithm>

#include "api/answer/own_address.hpp"
#include "api/answer/query_values.hpp"
#include "api/endpoints/selection_query.hpp"
#include "base/percent.hpp"
#include "catalog/cursor.hpp"
#include "http/negotiate.hpp"
#include "web/feed_words.hpp"
#include "web/field_names.hpp"
#include "web/html.hpp"

namespace api {
namespace {

namespace words = web::words;
using catalog::Direction;
using catalog::SortKey;
using search::Facet;
using Shows = OpdsList::Shows;

constexpr catalog::Sort by_title{SortKey::title, Direction::ascending};
constexpr std::array lists{
    OpdsList{Shows::books,
             "novidades",
             words::newest,
             words::newest_about,
             {SortKey::created_at, Direction::descending},
             {},
             {}},
    OpdsList{Shows::books, "titulos", words::titles, words::titles_about, by_title, {}, {}},
    OpdsList{
        Shows::names, "autores", words::authors, words::authors_about, {}, Facet::author, "autor"},
    OpdsList{Shows::names,
             "assuntos",
             words::subjects,
             words::subjects_about,
             {},
             Facet::subject,
             "assunto"},
    OpdsList{Shows::names,
             "idiomas",
             words::languages,
             words::languages_about,
             {},
             Facet::language,
             "idioma"},
    OpdsList{Shows::names, "etiquetas", words::tags, words::tags_about, {}, Facet::tag, "etiqueta"},
    OpdsList{Shows::books,
             opds_search_list,
             words::search_of_feed,
             words::search_about,
             by_title,
             {},
             {}},
};
static_assert(lists.size() == opds_list_count);

constexpr std::array<std::string_view, 7> parameters{
    opds_search_name, "autor", "assunto", "idioma", "ano", "etiqueta", opds_cursor_name};

OpdsForm form_of(const http::Request& request) {
  if (request.path == opds_atom_root ||
      request.path.starts_with(std::string(opds_atom_root) + '/')) {
    return OpdsForm::atom;
  }
  static constexpr std::array<std::string_view, 3> offered{opds_json_type, opds_publication_type,
                                                           "application/atom+xml"};
  const auto chosen = http::choose_media_type(request.header(http::Header::accept), offered);
  return chosen && offered[*chosen] == "application/atom+xml" ? OpdsForm::atom : OpdsForm::json;
}

// The best hits first, where a search is all that is asked.
std::vector<catalog::Sort> order_of(const OpdsList& list, const catalog::Listing& listing) {
  const bool is_ranked = list.name == opds_search_list && listing.search;
  return {is_ranked ? catalog::Sort{SortKey::relevance, Direction::ascending} : list.order, {}};
}

// A place among books; among names the number of a page.
bool read_cursor(const OpdsList& list, std::string_view text, OpdsQuery& asked) {
  asked.cursor = text;
  if (list.shows == Shows::names) {
    constexpr std::size_t pages_max = opds_names_max / opds_page_size;
    return read_number(text, asked.page) && asked.page >= 1 && asked.page <= pages_max;
  }
  asked.listing.cursor = catalog::decode_cursor(text, asked.listing.order);
  return asked.listing.cursor.has_value();
}

}  // namespace

OpdsPlaces opds_places(const http::Request& request, const Settings& settings,
                       catalog::Language language) {
  OpdsPlaces places;
  places.form = form_of(request);
  places.origin = own_address(request, settings);
  places.prefix = parts_of_address(settings.public_url).path;
  places.name = settings.name;
  places.holdings = settings.opds_holdings;
  places.language = language;
  return places;
}

OpdsPlaces opds_places(const Request& request) {
  return opds_places(request.http, request.settings, request.language);
}

const std::array<OpdsList, opds_list_count>& opds_lists() noexcept { return lists; }

const OpdsList* opds_list_named(std::string_view name) noexcept {
  const auto* const found = std::ranges::find(lists, name, &OpdsList::name);
  return found == lists.end() ? nullptr : found;
}

std::string opds_target(const OpdsList& list, const OpdsParameters& parameters) {
  std::string target = "/" + std::string(list.name);
  char before = '?';
  for (const auto& [name, value] : parameters) {
    target += before;
    target.append(name).append("=").append(base::percent_encode(value));
    before = '&';
  }
  return target;
}

catalog::Result<OpdsQuery> read_opds_query(const OpdsList& list, std::string_view raw) {
  const auto query = Query::read(raw, parameters);
  if (!query) {
    return catalog::fail(query.error());
  }
  auto selection = read_selection(*query);
  if (!selection) {
    return catalog::fail(selection.error());
  }
  OpdsQuery asked;
  asked.listing.filter = std::move(selection->filter);
  asked.listing.limit = opds_page_size;
  asked.listing.counting = catalog::Counting::total;
  for (const std::string_view name : parameters) {
    const auto value = query->value(name);
    if (value && !value->empty() && name != opds_cursor_name) {
      asked.parameters.emplace_back(name, *value);
    }
  }
  if (const auto text = query->value(opds_search_name)) {
    auto search = read_search(*text);
    if (!search) {
      return catalog::fail(search.error());
    }
    if (!search->terms.empty()) {
      asked.listing.search = *std::move(search);
    }
  }
  asked.listing.order = order_of(list, asked.listing);
  const auto cursor = query->value(opds_cursor_name);
  if (cursor && !read_cursor(list, *cursor, asked)) {
    return catalog::fail(
        catalog::problem::bad_parameter(opds_cursor_name, "rel=next, rel=previous", *cursor));
  }
  return asked;
}

std::string opds_shown_value(std::string_view parameter, const std::string& value,
                             catalog::Language language) {
  return parameter == "idioma" ? web::language_name(value, language) : value;
}

// The search and the filters, or the name of the list.
std::string opds_title(const OpdsAsked& asked) {
  std::string title;
  for (const auto& [name, value] : asked.query.parameters) {
    const std::string shown = name == opds_search_name
                                  ? web::said(words::found, asked.places.language, {value})
                                  : opds_shown_value(name, value, asked.places.language);
    title.append(title.empty() ? "" : " · ").append(shown);
  }
  return title.empty() ? std::string(asked.list.title.in(asked.places.language)) : title;
}

// The names that this feed's filter is one of, else the root.
std::string opds_up(const OpdsAsked& asked) {
  for (const auto& parameter : asked.query.parameters) {
    for (const OpdsList& list : opds_lists()) {
      if (!list.filter.empty() && list.filter == parameter.first) {
        return opds_target(list, {});
      }
    }
  }
  return "";
}

std::string opds_target_with(const OpdsAsked& asked, std::string_view name, std::string value) {
  OpdsParameters parameters = asked.query.parameters;
  parameters.emplace_back(name, std::move(value));
  return opds_target(asked.list, parameters);
}

std::string opds_target_without(const OpdsAsked& asked, std::string_view name) {
  OpdsParameters parameters = asked.query.parameters;
  std::erase_if(parameters, [name](const auto& one) { return one.first == name; });
  return opds_target(asked.list, parameters);
}

}  // namespace api
