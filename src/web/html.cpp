#include "web/html.hpp"

#include <array>
#include <vector>

namespace web {
namespace {

// One look for each byte: this runs over every text of every page.
constexpr std::array<bool, 256> is_special = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view(R"(&<>"')")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}();

std::string_view reference_of(char c) noexcept {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return "&#39;";
  }
}

}  // namespace

void append_escaped(std::string& out, std::string_view text) {
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_special[static_cast<unsigned char>(text[at])]) {
      out.append(text, begin, at - begin).append(reference_of(text[at]));
      begin = at + 1;
    }
  }
  out.append(text, begin);
}

std::string said(const catalog::Wording& wording, catalog::Language language,
                 std::initializer_list<std::string_view> arguments) {
  const std::vector<std::string> owned(arguments.begin(), arguments.end());
  return catalog::fill(wording.in(language), owned);
}

Html& Html::say(const catalog::Wording& wording,
                std::initializer_list<std::string_view> arguments) {
  return text(said(wording, language_, arguments));
}

}  // namespace web
