// If-Match and If-None-Match: their entity tags (RFC 9110 sections 8.8.3 and 13.1).
// Pure functions, any thread; views point into the field value.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace http {

struct EntityTag {
  std::string_view opaque;  // with its quotes: "7-3"
  bool is_weak = false;
};

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
};
// nullopt: neither "*" nor a list of at least one entity tag.
std::optional<TagCondition> parse_tag_condition(std::string_view field);

}  // namespace http
