// The fields of a book: the one table that ties the code's English words to the wire's Portuguese
// ones (docs/architecture.md prints it as the glossary). Values; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

namespace catalog {

enum class Field : std::uint8_t {
  id,
  version,
  title,
  author,
  subtitle,
  original_title,
  contributors,
  isbn,
  other_isbns,
  identifiers,
  publisher,
  place,
  edition,
  year,
  language,
  original_language,
  pages,
  subjects,
  tags,
  cdd,
  cdu,
  series,
  synopsis,
  notes,
  cover,
  links,
  extra,
  created_at,
  updated_at,
};
inline constexpr std::size_t field_count = 29;

// The key on the wire, NFC: "título", "autores", …
std::string_view wire_name(Field field) noexcept;

// The field an NFC key names, aliases included ("titulo", "title", "author"); nullopt when unknown.
std::optional<Field> field_named(std::string_view key) noexcept;

// The wire name nearest to an unknown key (for "did you mean"); empty when nothing is near.
std::string_view nearest_wire_name(std::string_view key);
// The same over any list of names: the one within 1 to 3 edits of `word`, folded, or empty.
std::string_view nearest_name(std::string_view word, std::span<const std::string_view> names);

// `tipo` of an identifier: "issn", "doi", …, "isbn_invalido", "outro".
enum class IdentifierType;
inline constexpr std::size_t identifier_type_count = 8;
std::string_view wire_name(IdentifierType type) noexcept;
std::optional<IdentifierType> identifier_type_named(std::string_view name) noexcept;

// `tipo` of a contributor: "pessoa", "entidade", "evento".
enum class ContributorKind;
inline constexpr std::size_t contributor_kind_count = 3;
std::string_view wire_name(ContributorKind kind) noexcept;
std::optional<ContributorKind> contributor_kind_named(std::string_view name) noexcept;

// `relacao` of a link: "texto", "amostra", "emprestimo", "compra", "outro".
enum class LinkRelation;
inline constexpr std::size_t link_relation_count = 5;
std::string_view wire_name(LinkRelation relation) noexcept;
std::optional<LinkRelation> link_relation_named(std::string_view name) noexcept;

class FieldSet {
 public:
  constexpr FieldSet() = default;
  constexpr FieldSet(std::initializer_list<Field> fields) {
    for (const Field field : fields) {
      add(field);
    }
  }
  static constexpr FieldSet all() noexcept {
    FieldSet set;
    set.bits_ = (std::uint32_t{1} << field_count) - 1;
    return set;
  }
  constexpr void add(Field field) noexcept { bits_ |= bit(field); }
  constexpr void remove(Field field) noexcept { bits_ &= ~bit(field); }
  constexpr bool has(Field field) const noexcept { return (bits_ & bit(field)) != 0; }
  constexpr bool empty() const noexcept { return bits_ == 0; }
  constexpr bool operator==(const FieldSet&) const = default;

 private:
  static constexpr std::uint32_t bit(Field field) noexcept {
    return std::uint32_t{1} << static_cast<unsigned>(field);
  }
  std::uint32_t bits_ = 0;
};

// Set by the server alone.
inline constexpr FieldSet read_only_fields{Field::id, Field::version, Field::created_at,
                                           Field::updated_at};

}  // namespace catalog
