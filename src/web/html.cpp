#include "web/html.hpp"

#include <vector>

namespace web {
namespace {

constexpr std::string_view special = "&<>\"'";

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
  while (true) {
    const std::size_t at = text.find_first_of(special);
    out += text.substr(0, at);
    if (at == std::string_view::npos) {
      return;
    }
    out += reference_of(text[at]);
    text.remove_prefix(at + 1);
  }
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
