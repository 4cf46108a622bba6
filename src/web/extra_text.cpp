#include "web/extra_text.hpp"

#include <algorithm>

#include "json/merge.hpp"
#include "json/reader.hpp"

namespace web {
namespace {

using json::Kind;

void append_item(std::string& out, json::Value value) {
  if (value.kind() == Kind::string) {
    out += value.text();
  } else if (value.kind() != Kind::null) {
    json::append_minified(out, value);
  }
}

std::string shown(json::Value value) {
  std::string text;
  if (value.kind() != Kind::array) {
    append_item(text, value);
    return text;
  }
  const char* separator = "";
  for (const json::Value item : value.items()) {
    text += separator;
    append_item(text, item);
    separator = "; ";
  }
  return text;
}

}  // namespace

std::vector<ExtraRow> extra_rows(std::string_view extra) {
  std::vector<ExtraRow> rows;
  if (extra.empty()) {
    return rows;
  }
  json::Document document;
  const auto root = document.parse(extra);
  if (!root) {
    return rows;
  }
  for (const json::Member member : root->members()) {
    rows.push_back({std::string(member.key), shown(member.value)});
  }
  return rows;
}

std::string_view text_of(const std::vector<ExtraRow>& rows, std::string_view key) noexcept {
  const auto found = std::ranges::find(rows, key, &ExtraRow::key);
  return found == rows.end() ? std::string_view{} : found->text;
}

}  // namespace web
