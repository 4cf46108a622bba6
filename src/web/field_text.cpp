#include <algorithm>

#include "base/text.hpp"
#include "web/history_page.hpp"

namespace web {
namespace {

using catalog::BookFields;
using catalog::Field;

std::string number(const std::optional<std::int32_t>& value) {
  return value ? std::to_string(*value) : std::string{};
}

template <class List, class Text>
std::string lines(const List& list, Text text) {
  std::string out;
  for (const auto& each : list) {
    out.append(out.empty() ? "" : "\n").append(text(each));
  }
  return out;
}

// "Grupo (ong)": what ends in three small letters would be read as a role.
bool ends_like_a_role(std::string_view name) noexcept {
  constexpr std::size_t letters = 3;
  const std::size_t open = name.rfind('(');
  if (!name.ends_with(')') || open == std::string_view::npos) {
    return false;
  }
  const std::string_view inside = name.substr(open + 1, name.size() - open - 2);
  return std::min(inside.find(';'), inside.size()) == letters;
}

std::string contributors_text(const BookFields& fields) {
  return lines(fields.contributors, [](const catalog::Contributor& each) {
    if (each.kind == catalog::ContributorKind::person) {
      const bool is_plain = each.role == "aut" && !ends_like_a_role(each.name);
      return is_plain ? each.name : each.name + " (" + each.role + ")";
    }
    return each.name + " (" + each.role + "; " + std::string(catalog::wire_name(each.kind)) + ")";
  });
}

std::string isbns_text(const BookFields& fields) {
  return lines(fields.other_isbns,
               [](const catalog::Isbn& each) { return std::string(each.digits()); });
}

std::string identifiers_text(const BookFields& fields) {
  return lines(fields.identifiers, [](const catalog::Identifier& each) {
    return std::string(catalog::wire_name(each.type)) + " " + each.value;
  });
}

std::string links_text(const BookFields& fields) {
  return lines(fields.links, [](const catalog::Link& each) {
    std::string text = each.url;
    if (each.relation) {
      text.append(" ").append(catalog::wire_name(*each.relation));
    }
    if (!each.media_type.empty()) {
      text.append(" ").append(each.media_type);
    }
    return each.note.empty() ? text : text.append(" (").append(each.note).append(")");
  });
}

std::string series_text(const BookFields& fields) {
  if (!fields.series) {
    return {};
  }
  return fields.series->volume.empty() ? fields.series->name
                                       : fields.series->name + ", " + fields.series->volume;
}

std::string list_text(const std::vector<std::string>& list) {
  return lines(list, [](const std::string& each) { return each; });
}

}  // namespace

std::string field_text(const BookFields& fields, Field field) {
  switch (field) {
    case Field::title:
      return fields.title;
    case Field::author:
      return fields.author.value_or("");
    case Field::subtitle:
      return fields.subtitle;
    case Field::original_title:
      return fields.original_title;
    case Field::contributors:
      return contributors_text(fields);
    case Field::isbn:
      return fields.isbn ? std::string(fields.isbn->digits()) : std::string{};
    case Field::other_isbns:
      return isbns_text(fields);
    case Field::identifiers:
      return identifiers_text(fields);
    case Field::publisher:
      return fields.publisher;
    case Field::place:
      return fields.place;
    case Field::edition:
      return fields.edition;
    case Field::year:
      return number(fields.year);
    case Field::language:
      return fields.language;
    case Field::original_language:
      return fields.original_language;
    case Field::pages:
      return number(fields.pages);
    case Field::subjects:
      return list_text(fields.subjects);
    case Field::tags:
      return list_text(fields.tags);
    case Field::cdd:
      return fields.cdd;
    case Field::cdu:
      return fields.cdu;
    case Field::series:
      return series_text(fields);
    case Field::synopsis:
      return fields.synopsis;
    case Field::notes:
      return list_text(fields.notes);
    case Field::cover:
      return fields.cover;
    case Field::links:
      return links_text(fields);
    case Field::extra:
      return fields.extra;
    case Field::id:
    case Field::version:
    case Field::created_at:
    case Field::updated_at:
      break;
  }
  return {};
}

}  // namespace web
