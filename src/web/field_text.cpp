#include "web/field_text.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "catalog/field_values.hpp"

namespace web {
namespace {

// ---- by the kind of a value

std::string value_text(const std::string& text) { return text; }
std::string value_text(const std::optional<std::string>& author) { return author.value_or(""); }
std::string value_text(const catalog::Isbn& isbn) { return std::string(isbn.digits()); }
std::string value_text(const std::optional<catalog::Isbn>& isbn) {
  return isbn ? value_text(*isbn) : std::string{};
}
std::string value_text(const std::optional<std::int32_t>& number) {
  return number ? std::to_string(*number) : std::string{};
}

std::string value_text(const std::optional<catalog::Series>& series) {
  if (!series) {
    return {};
  }
  return series->volume.empty() ? series->name : series->name + ", " + series->volume;
}

std::string value_text(const catalog::Contributor& contributor) {
  const auto& [name, role, kind] = contributor;
  if (kind == catalog::ContributorKind::person) {
    // "Grupo (ong)", "Silva, João (org.)": what stands in parentheses would be read as a role.
    const bool is_plain = role == "aut" && !name.ends_with(')');
    return is_plain ? name : name + " (" + role + ")";
  }
  return name + " (" + role + "; " + std::string(catalog::wire_name(kind)) + ")";
}

std::string value_text(const catalog::Identifier& identifier) {
  return std::string(catalog::wire_name(identifier.type)) + " " + identifier.value;
}

std::string value_text(const catalog::Link& link) {
  std::string text = link.url;
  if (link.relation) {
    text.append(" ").append(catalog::wire_name(*link.relation));
  }
  if (!link.media_type.empty()) {
    text.append(" ").append(link.media_type);
  }
  return link.note.empty() ? text : text.append(" (").append(link.note).append(")");
}

template <class Item>
std::string value_text(const std::vector<Item>& list) {
  std::string lines;
  for (const Item& item : list) {
    lines.append(lines.empty() ? "" : "\n").append(value_text(item));
  }
  return lines;
}

}  // namespace

std::string field_text(const catalog::BookFields& fields, catalog::Field field) {
  std::string text;
  with_member(field, [&](auto member) { text = value_text(fields.*member); });
  return text;
}

}  // namespace web
