// If-Match and If-None-Match: entity tags and their comparison (RFC 9110 sections 8.8.3 and 13.1).
// Pure functions, any thread; views point into the field value.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace http {

// strong: both are strong and equal (If-Match); weak: equal but for the W/ (If-None-Match).
enum class Comparison : std::uint8_t { strong, weak };

struct EntityTag {
  std::string_view opaque;  // with its quotes: "7-3"
  bool is_weak = false;
};
bool same_entity(EntityTag left, EntityTag right, Comparison comparison) noexcept;

// Exactly one entity tag, `"…"` or `W/"…"`.
std::optional<EntityTag> parse_entity_tag(std::string_view text) noexcept;

// The tags of a field value one at a time, without allocating. After the last one is_malformed()
// says whether the list ended or broke; empty members are allowed, "*" is not a tag.
class EntityTagReader {
 public:
  explicit EntityTagReader(std::string_view field) noexcept : rest_(field) {}
  std::optional<EntityTag> next() noexcept;
  bool is_malformed() const noexcept { return is_malformed_; }

 private:
  std::string_view rest_;
  bool is_malformed_ = false;
};

struct TagCondition {
  bool is_any = false;  // "*"
  std::vector<EntityTag> tags;

  // Whether the condition names `current`; "*" names whatever exists.
  bool names(EntityTag current, Comparison comparison) const noexcept;
};
// nullopt: neither "*" nor a list of at least one entity tag.
std::optional<TagCondition> parse_tag_condition(std::string_view field);

enum class TagMatch : std::uint8_t { no, yes, malformed };
// parse_tag_condition and names in one, without allocating: for reads.
TagMatch match_tags(std::string_view field, EntityTag current, Comparison comparison) noexcept;

}  // namespace http
