#include "api/answer/query.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "http/target.hpp"

namespace api {
namespace {

constexpr std::size_t hint_edits_max = 2;  // further away is no help

// What most generated clients do with a list, unless told otherwise, is to repeat its name.
constexpr std::array<std::string_view, 4> comma_lists{"id", "campos", "ordem", "por"};

bool is_comma_list(std::string_view name) noexcept {
  return std::ranges::find(comma_lists, name) != comma_lists.end();
}

// "título" and "titulo" are one parameter, as they are one key of a book.
std::string canonical_name(std::string name) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (std::ranges::all_of(name, is_ascii)) {
    return name;
  }
  auto composed = base::to_nfc(name);
  return composed && *composed == "título" ? "titulo" : std::move(name);
}

}  // namespace

catalog::Result<Query> Query::read(std::string_view raw, std::span<const std::string_view> known) {
  Query query;
  http::QueryReader fields(raw);
  while (const auto field = fields.next()) {
    auto name = http::decode_query_part(field->key);
    auto value = http::decode_query_part(field->value);
    if (!name || !value) {
      return catalog::fail(catalog::problem::bad_parameter(field->key, "UTF-8, %XX (RFC 3986)"));
    }
    name = canonical_name(*std::move(name));
    if (std::find(known.begin(), known.end(), *name) == known.end()) {
      return catalog::fail(
          catalog::problem::unknown_parameter(*name, base::nearest(*name, known, hint_edits_max)));
    }
    const auto earlier = std::ranges::find(query.pairs_, *name, &Pair::first);
    if (earlier == query.pairs_.end()) {
      query.pairs_.emplace_back(*std::move(name), *std::move(value));
    } else if (is_comma_list(*name)) {
      earlier->second.append(",").append(*value);
    } else {
      return catalog::fail(
          catalog::problem::bad_parameter(*name, catalog::Wording{"só uma vez", "only once"}));
    }
  }
  return query;
}

std::optional<std::string_view> Query::value(std::string_view name) const noexcept {
  for (const auto& [key, value] : pairs_) {
    if (key == name) {
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace api
