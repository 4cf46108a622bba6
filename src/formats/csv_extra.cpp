#include "formats/csv_extra.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "json/merge.hpp"
#include "json/reader.hpp"
#include "json/writer.hpp"

namespace formats {

// Beyond the limit nothing is compared any more: the book is refused for it.
bool CsvExtra::has(std::string_view key) const {
  return bytes_ <= catalog::limits::extra_bytes_max &&
         std::any_of(members_.begin(), members_.end(),
                     [&](const Member& member) { return member.key == key; });
}

void CsvExtra::add(std::string_view key, std::string_view text) {
  // Not valid here: the file's encoding was decided before.
  const auto value = base::to_nfc(base::trim(text));
  if (!value) return;
  std::string name(key);
  for (int number = 2; has(name); ++number) name = std::string(key) + " " + std::to_string(number);
  std::string json;
  json::append_string(json, name);
  json += ':';
  json::append_string(json, *value);
  bytes_ += json.size();
  members_.push_back({std::move(name), std::move(json)});
}

bool CsvExtra::add_object(std::string_view text) {
  json::Document document;
  const auto value = document.parse(text);
  if (!value || value->kind() != json::Kind::object) return false;
  is_given_ = true;
  depth_ = std::max(depth_, json::depth_of(*value));
  std::vector<Member> own;
  for (const json::Member member : value->members()) {
    std::string json(member.key_source());
    json += ':';
    json::append_minified(json, member.value);
    bytes_ += json.size();
    own.push_back({std::string(member.key), std::move(json)});
  }
  // In front: as it was sent.
  members_.insert(members_.begin(), own.begin(), own.end());
  return true;
}

std::string CsvExtra::json() const {
  std::string out = "{";
  for (const Member& member : members_) {
    if (out.size() > 1) out += ',';
    out += member.json;
  }
  out += '}';
  return out;
}

}  // namespace formats
