#include "api/listing_query.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "api/query.hpp"
#include "base/text.hpp"
#include "catalog/language_tag.hpp"
#include "catalog/limits.hpp"
#include "http/target.hpp"

namespace api {
namespace {

constexpr std::string_view cursor_name = "cursor";

template <class Number>
bool read_number(std::string_view text, Number& number) noexcept {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size();
}

// Calls each(part) for every part of a comma list; false as soon as one is refused or empty.
template <class Each>
bool each_part(std::string_view list, Each each) {
  while (true) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view part = base::trim(list.substr(0, comma));
    if (part.empty() || !each(part)) {
      return false;
    }
    if (comma == list.size()) {
      return true;
    }
    list.remove_prefix(comma + 1);
  }
}

bool read_limit(ListQuery& query, std::string_view value) {
  std::size_t limit = 0;
  if (!read_number(value, limit) || limit < 1 || limit > catalog::list_limit_max) {
    return false;
  }
  query.listing.limit = limit;
  return true;
}

bool read_total(ListQuery& query, std::string_view value) {
  query.listing.counting = value == "1" ? catalog::Counting::total : catalog::Counting::none;
  return value == "0" || value == "1";
}

bool read_members(ListQuery& query, std::string_view value) {
  query.members = {};
  return each_part(value, [&](std::string_view name) {
    const auto key = base::to_nfc(name);
    const auto field = key ? catalog::field_named(*key) : std::nullopt;
    if (field) {
      query.members.add(*field);
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

bool read_order(ListQuery& query, std::string_view value) {
  auto& order = query.listing.order;
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

template <catalog::TextField field>
bool read_text(ListQuery& query, std::string_view value) {
  const std::string folded = base::fold(value);
  catalog::TextFilter filter{field, {}};
  for (const std::string_view word : base::words(folded)) {
    filter.words.emplace_back(word);
  }
  if (filter.words.empty() || filter.words.size() > catalog::filter_words_max) {
    return false;
  }
  query.listing.filter.texts.push_back(std::move(filter));
  return true;
}

bool read_isbn(ListQuery& query, std::string_view value) {
  query.listing.filter.isbn = catalog::Isbn::parse(value);
  return query.listing.filter.isbn.has_value();
}

bool read_language(ListQuery& query, std::string_view value) {
  const auto tag = catalog::canonical_language_tag(value);
  if (!tag) {
    return false;
  }
  query.listing.filter.language = *tag;
  return true;
}

template <std::optional<std::int32_t> catalog::Filter::* member>
bool read_year(ListQuery& query, std::string_view value) {
  std::int32_t year = 0;
  if (!read_number(value, year) || year < catalog::limits::year_min ||
      year > catalog::limits::filter_year_max) {
    return false;
  }
  query.listing.filter.*member = year;
  return true;
}

bool read_ids(ListQuery& query, std::string_view value) {
  auto& ids = query.listing.filter.ids;
  const bool fine = each_part(value, [&](std::string_view part) {
    catalog::BookId id;
    const bool valid = read_number(part, id.value) && id.value >= 1 &&
                       id.value <= catalog::book_id_max && ids.size() < catalog::listed_ids_max;
    ids.push_back(id);
    return valid;
  });
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return fine;
}

bool read_updated_since(ListQuery& query, std::string_view value) {
  // A "+01:00" typed without escaping arrives as " 01:00".
  std::string text(value);
  std::replace(text.begin(), text.end(), ' ', '+');
  query.listing.filter.updated_since = base::parse_rfc3339(text);
  return query.listing.filter.updated_since.has_value();
}

// Reads the order, so it must come after `ordem` in the table.
bool read_cursor(ListQuery& query, std::string_view value) {
  query.listing.cursor = catalog::decode_cursor(value, query.listing.order);
  return query.listing.cursor.has_value();
}

struct ListParameter {
  std::string_view name;
  bool (*read)(ListQuery&, std::string_view);
  std::string_view allowed;
};

constexpr std::array parameters{
    ListParameter{"limite", read_limit, "1…1000"},
    ListParameter{"total", read_total, "0, 1"},
    ListParameter{"campos", read_members, "id,título,autor,…"},
    ListParameter{"ordem", read_order, "id, titulo, autor, ano, criado_em, atualizado_em; -"},
    ListParameter{cursor_name, read_cursor, R"(Link: rel="next", rel="prev")"},
    ListParameter{"autor", read_text<catalog::TextField::author>, "1…20 palavras / words"},
    ListParameter{"titulo", read_text<catalog::TextField::title>, "1…20 palavras / words"},
    ListParameter{"editora", read_text<catalog::TextField::publisher>, "1…20 palavras / words"},
    ListParameter{"assunto", read_text<catalog::TextField::subject>, "1…20 palavras / words"},
    ListParameter{"etiqueta", read_text<catalog::TextField::tag>, "1…20 palavras / words"},
    ListParameter{"isbn", read_isbn, "ISBN-10, ISBN-13"},
    ListParameter{"idioma", read_language, "BCP 47: pt, pt-BR, en, …"},
    ListParameter{"ano", read_year<&catalog::Filter::year>, "-3000…2100"},
    ListParameter{"ano_min", read_year<&catalog::Filter::year_min>, "-3000…2100"},
    ListParameter{"ano_max", read_year<&catalog::Filter::year_max>, "-3000…2100"},
    ListParameter{"id", read_ids, "1…1000 ids: 1,2,3"},
    ListParameter{"alterado_desde", read_updated_since, "RFC 3339: 2026-01-31T12:00:00Z"},
};

constexpr auto names = [] {
  std::array<std::string_view, parameters.size()> all;
  std::transform(parameters.begin(), parameters.end(), all.begin(),
                 [](const ListParameter& parameter) { return parameter.name; });
  return all;
}();

// However the client spelled it: two cursors in a link would be refused as repeated.
bool is_cursor(std::string_view part) {
  return http::decode_query_part(part.substr(0, part.find('='))) == cursor_name;
}

// The raw query without its cursor, safe inside the <…> of a Link header.
std::string without_cursor(std::string_view raw) {
  std::string out;
  while (!raw.empty()) {
    const std::string_view part = raw.substr(0, raw.find('&'));
    raw.remove_prefix(std::min(part.size() + 1, raw.size()));
    if (part.empty() || is_cursor(part)) {
      continue;
    }
    for (const char c : part) {
      const bool plain = c > 0 && std::string_view("<>\"").find(c) == std::string_view::npos;
      out += plain ? std::string(1, c) : http::percent_encode({&c, 1});
    }
    out += '&';
  }
  return out;
}

}  // namespace

catalog::Result<ListQuery> read_list_query(std::string_view raw) {
  ListQuery list;
  if (raw.empty()) {
    return list;
  }
  const auto query = Query::read(raw, names);
  if (!query) {
    return catalog::fail(query.error());
  }
  for (const ListParameter& parameter : parameters) {
    const auto value = query->value(parameter.name);
    if (value && !parameter.read(list, *value)) {
      return catalog::fail(catalog::problem::bad_parameter(parameter.name, parameter.allowed));
    }
  }
  list.link_base = without_cursor(raw);
  return list;
}

}  // namespace api
