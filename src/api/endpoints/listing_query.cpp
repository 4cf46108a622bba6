#include "api/endpoints/listing_query.hpp"

#include <algorithm>
#include <array>

#include "api/answer/query.hpp"
#include "api/answer/query_values.hpp"
#include "api/answer/representation.hpp"
#include "api/endpoints/selection_query.hpp"
#include "base/percent.hpp"
#include "base/text.hpp"
#include "catalog/cursor.hpp"
#include "http/target.hpp"

namespace api {
namespace {

constexpr std::string_view cursor_name = "cursor";
constexpr std::string_view relevance_name = "relevancia";

// A `q`, even one without words, lets a client ask for relevance.
enum class Relevance : std::uint8_t { refused, allowed };

struct Reading {
  ListQuery out;
  Relevance relevance = Relevance::refused;
};

const std::vector<catalog::Sort> by_relevance{{catalog::SortKey::relevance, {}}, {}};

bool read_limit(Reading& list, std::string_view value) {
  std::size_t limit = 0;
  if (!read_number(value, limit) || limit < 1 || limit > catalog::list_limit_max) {
    return false;
  }
  list.out.listing.limit = limit;
  return true;
}

bool read_total(Reading& list, std::string_view value) {
  list.out.listing.counting = value == "1" ? catalog::Counting::total : catalog::Counting::none;
  return value == "0" || value == "1";
}

bool read_members(Reading& list, std::string_view value) {
  list.out.members = {};
  return each_part(value, [&](std::string_view name) {
    const auto key = base::to_nfc(name);
    const auto field = key ? catalog::field_named(*key) : std::nullopt;
    if (field) {
      list.out.members.add(*field);
    }
    return field.has_value();
  });
}

std::optional<catalog::SortKey> sort_key_named(std::string_view name) noexcept {
  using catalog::SortKey;
  struct Named {
    std::string_view name;
    SortKey key;
  };
  static constexpr std::array table{
      Named{"id", SortKey::id},
      Named{"titulo", SortKey::title},
      Named{"título", SortKey::title},
      Named{"autor", SortKey::author},
      Named{"ano", SortKey::year},
      Named{"criado_em", SortKey::created_at},
      Named{"atualizado_em", SortKey::updated_at},
  };
  const auto found = std::find_if(table.begin(), table.end(),
                                  [name](const Named& named) { return named.name == name; });
  return found == table.end() ? std::nullopt : std::optional(found->key);
}

// Stands alone: a tier and the id leave nothing to order.
bool read_relevance(Reading& list) {
  if (list.relevance == Relevance::refused) {
    return false;
  }
  if (list.out.listing.search) {
    list.out.listing.order = by_relevance;
  }
  return true;
}

bool read_order(Reading& list, std::string_view value) {
  if (value == relevance_name) {
    return read_relevance(list);
  }
  auto& order = list.out.listing.order;
  order.clear();
  const bool fine = each_part(value, [&](std::string_view part) {
    catalog::Sort sort;
    if (part.starts_with('-')) {
      sort.direction = catalog::Direction::descending;
      part.remove_prefix(1);
    }
    const auto nfc = base::to_nfc(part);
    const auto key = nfc ? sort_key_named(*nfc) : std::nullopt;
    const bool repeated = key && std::any_of(order.begin(), order.end(), [&](const auto& earlier) {
                            return earlier.key == *key;
                          });
    if (!key || repeated) {
      return false;
    }
    sort.key = *key;
    order.push_back(sort);
    return true;
  });
  // Whatever follows the id cannot change the order; an order without it would not be total.
  const auto id = std::find_if(order.begin(), order.end(), [](const catalog::Sort& sort) {
    return sort.key == catalog::SortKey::id;
  });
  if (id == order.end()) {
    order.push_back({});
  } else {
    order.erase(id + 1, order.end());
  }
  return fine;
}

// Reads the order, so it must come after `ordem` in the table.
bool read_cursor(Reading& list, std::string_view value) {
  list.out.listing.cursor = catalog::decode_cursor(value, list.out.listing.order);
  return list.out.listing.cursor.has_value();
}

struct ListParameter {
  std::string_view name;
  bool (*read)(Reading&, std::string_view);
  catalog::Wording allowed;
};

constexpr std::array parameters{
    ListParameter{limit_name, read_limit, {"1…1000", "1…1000"}},
    ListParameter{"total", read_total, {"0, 1", "0, 1"}},
    ListParameter{"campos", read_members, {"id,título,autor,…", "id,título,autor,…"}},
    ListParameter{
        "ordem",
        read_order,
        {"id, titulo, autor, ano, criado_em, atualizado_em, com - na frente para o inverso; "
         "com q também relevancia",
         "id, titulo, autor, ano, criado_em, atualizado_em, with - in front for the "
         "reverse; with q also relevancia"}},
    ListParameter{cursor_name,
                  read_cursor,
                  {"o cursor de Link, na mesma ordem", "the cursor of Link, in the same order"}},
};

constexpr auto own_names = [] {
  std::array<std::string_view, parameters.size()> own;
  std::transform(parameters.begin(), parameters.end(), own.begin(),
                 [](const ListParameter& parameter) { return parameter.name; });
  return own;
}();
constexpr auto list_parameters = with_selection_names(own_names);
constexpr auto representable_parameters = [] {
  std::array<std::string_view, own_names.size() + representation_names.size()> all;
  const auto rest = std::copy(own_names.begin(), own_names.end(), all.begin());
  std::copy(representation_names.begin(), representation_names.end(), rest);
  return with_selection_names(all);
}();

// However the client spelled it: two cursors in a link would be refused as repeated.
bool is_named(std::string_view part, std::string_view name) {
  return http::decode_query_part(part.substr(0, part.find('='))) == name;
}

// The raw query without one of its parameters, safe inside the <…> of a Link header; ends in '&'.
std::string without(std::string_view name, std::string_view raw) {
  std::string out;
  while (!raw.empty()) {
    const std::string_view part = raw.substr(0, raw.find('&'));
    raw.remove_prefix(std::min(part.size() + 1, raw.size()));
    if (part.empty() || is_named(part, name)) {
      continue;
    }
    const auto is_plain = [](char c) { return c > 0 && c != '<' && c != '>' && c != '"'; };
    if (std::ranges::all_of(part, is_plain)) {
      out += part;
    } else {
      for (const char c : part) {
        out += is_plain(c) ? std::string(1, c) : base::percent_encode({&c, 1});
      }
    }
    out += '&';
  }
  return out;
}

}  // namespace

std::span<const std::string_view> list_names() noexcept { return representable_parameters; }

catalog::Result<ListQuery> read_list_query(std::string_view raw) {
  const auto query = Query::read(raw, list_parameters);
  if (!query) {
    return catalog::fail(query.error());
  }
  return read_list_query(*query, raw);
}

catalog::Result<ListQuery> read_list_query(const Query& query, std::string_view raw) {
  Reading list;
  if (raw.empty()) {
    return list.out;
  }
  auto selection = read_selection(query);
  if (!selection) {
    return catalog::fail(selection.error());
  }
  list.out.listing.filter = std::move(selection->filter);
  list.out.listing.search = std::move(selection->search);
  if (list.out.listing.search) {
    list.out.listing.order = by_relevance;
  }
  if (query.value(search_name)) {
    list.relevance = Relevance::allowed;
  }
  for (const ListParameter& parameter : parameters) {
    const auto value = query.value(parameter.name);
    if (value && !parameter.read(list, *value)) {
      return catalog::fail(
          catalog::problem::bad_parameter(parameter.name, parameter.allowed, *value));
    }
  }
  list.out.link_base = without(cursor_name, raw);
  return std::move(list.out);
}

std::string link_base_with_search(std::string_view link_base, std::string_view search) {
  return "q=" + base::percent_encode(search) + '&' + without(search_name, link_base);
}

}  // namespace api
