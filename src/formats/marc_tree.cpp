#include "formats/marc_tree.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace formats {
namespace {

bool is_no_character(std::string_view text) noexcept {
  return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

void append_marc_text(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n' || c == '\t') {
      out += ' ';
    } else if (c == '\xEF' && is_no_character(text.substr(at))) {
      at += 2;
    } else {
      out += c;
    }
  }
}

}  // namespace

void add_control(MarcTree& tree, int tag, std::string_view value) {
  if (!value.empty()) tree.fields.push_back({tag, std::string(value)});
}

void add_field(MarcTree& tree, int tag, std::string_view indicators,
               const std::vector<MarcSubfield>& subfields) {
  std::string data(indicators);
  for (const MarcSubfield& subfield : subfields) {
    if (subfield.value.empty()) continue;
    data += marc_subfield_delimiter;
    data += subfield.code;
    append_marc_text(data, subfield.value);
  }
  if (data.size() > indicators.size()) tree.fields.push_back({tag, std::move(data)});
}

}  // namespace formats
