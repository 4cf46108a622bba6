#include "store/packed_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/check.hpp"

namespace store {
namespace {

constexpr char item_end = '\x1E';
constexpr char part_end = '\x1F';

// In the order of catalog::IdentifierType; on disk, so never renamed.
constexpr std::array<std::string_view, 8> identifier_types{"issn", "doi",  "lccn",         "oclc",
                                                           "olid", "asin", "invalid_isbn", "other"};

void append(std::string& out, std::string_view text) {
  check(text.find_first_of("\x1E\x1F") == std::string_view::npos);
  out += text;
}

template <class Item, class Append>
std::string pack_each(std::span<const Item> items, Append append_item) {
  std::string out;
  for (const Item& item : items) {
    if (&item != items.data()) {
      out += item_end;
    }
    append_item(out, item);
  }
  return out;
}

// One parsed item per piece between separators; nullopt as soon as a piece is not one.
template <class Item, class Parse>
std::optional<std::vector<Item>> unpack_each(std::string_view packed, Parse parse) {
  std::vector<Item> items;
  if (packed.empty()) {
    return items;
  }
  const auto ends = std::count(packed.begin(), packed.end(), item_end);
  items.reserve(static_cast<std::size_t>(ends) + 1);
  while (true) {
    const std::size_t end = packed.find(item_end);
    std::optional<Item> item = parse(packed.substr(0, end));
    if (!item) {
      return std::nullopt;
    }
    items.push_back(*std::move(item));
    if (end == std::string_view::npos) {
      return items;
    }
    packed.remove_prefix(end + 1);
  }
}

struct Parts {
  std::string_view first;
  std::string_view second;
};
std::optional<Parts> two_parts(std::string_view item) {
  const std::size_t end = item.find(part_end);
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  return Parts{item.substr(0, end), item.substr(end + 1)};
}

}  // namespace

std::string pack(std::span<const std::string> items) {
  return pack_each(items, [](std::string& out, const std::string& item) { append(out, item); });
}

std::string pack(std::span<const catalog::Contributor> contributors) {
  return pack_each(contributors, [](std::string& out, const catalog::Contributor& contributor) {
    append(out, contributor.name);
    out += part_end;
    append(out, contributor.role);
  });
}

std::string pack(std::span<const catalog::Isbn> isbns) {
  return pack_each(isbns,
                   [](std::string& out, const catalog::Isbn& isbn) { out += isbn.digits(); });
}

std::string pack(std::span<const catalog::Identifier> identifiers) {
  return pack_each(identifiers, [](std::string& out, const catalog::Identifier& identifier) {
    append(out, identifier_types[static_cast<std::size_t>(identifier.type)]);
    out += part_end;
    append(out, identifier.value);
  });
}

std::string pack(std::span<const catalog::BookId> ids) {
  return pack_each(
      ids, [](std::string& out, const catalog::BookId& id) { out += std::to_string(id.value); });
}

std::optional<std::vector<std::string>> unpack_texts(std::string_view packed) {
  return unpack_each<std::string>(
      packed, [](std::string_view item) { return std::optional<std::string>(item); });
}

std::optional<std::vector<catalog::Contributor>> unpack_contributors(std::string_view packed) {
  using catalog::Contributor;
  return unpack_each<Contributor>(packed, [](std::string_view item) -> std::optional<Contributor> {
    const auto parts = two_parts(item);
    if (!parts) {
      return std::nullopt;
    }
    return Contributor{std::string(parts->first), std::string(parts->second)};
  });
}

std::optional<std::vector<catalog::Isbn>> unpack_isbns(std::string_view packed) {
  return unpack_each<catalog::Isbn>(packed, catalog::Isbn::parse);
}

std::optional<std::vector<catalog::Identifier>> unpack_identifiers(std::string_view packed) {
  using catalog::Identifier;
  return unpack_each<Identifier>(packed, [](std::string_view item) -> std::optional<Identifier> {
    const auto parts = two_parts(item);
    if (!parts) {
      return std::nullopt;
    }
    const auto* const type =
        std::find(identifier_types.begin(), identifier_types.end(), parts->first);
    if (type == identifier_types.end()) {
      return std::nullopt;
    }
    return Identifier{static_cast<catalog::IdentifierType>(type - identifier_types.begin()),
                      std::string(parts->second)};
  });
}

std::optional<std::vector<catalog::BookId>> unpack_ids(std::string_view packed) {
  using catalog::BookId;
  return unpack_each<BookId>(packed, [](std::string_view item) -> std::optional<BookId> {
    BookId id;
    const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), id.value);
    if (error != std::errc{} || end != item.data() + item.size()) {
      return std::nullopt;
    }
    return id;
  });
}

}  // namespace store
