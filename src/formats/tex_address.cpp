#include "formats/tex_address.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "formats/marc_text.hpp"
#include "formats/tex_text.hpp"
#include "formats/text_link.hpp"

namespace formats {
namespace {

std::size_t letters_at(std::string_view tex) noexcept {
  std::size_t end = 0;
  while (end < tex.size() && base::is_letter(tex[end])) ++end;
  return end;
}

std::vector<std::string> command_addresses(std::string_view tex) {
  std::vector<std::string> found;
  for (std::size_t at = tex.find('\\'); at != std::string_view::npos; at = tex.find('\\')) {
    tex.remove_prefix(at + 1);
    const std::size_t letters = letters_at(tex);
    const std::string_view name = tex.substr(0, letters);
    tex.remove_prefix(letters == 0 ? std::min<std::size_t>(tex.size(), 1) : letters);
    if (!is_address_command(name) && name != "href") continue;
    if (const auto argument = take_tex_argument(tex)) found.push_back(address_of_tex(*argument));
  }
  return found;
}

// Takes what is the sentence's off. A parenthesis that the address opens is its own.
std::string_view without_punctuation(std::string_view address) {
  constexpr std::string_view marks = ".,;";
  auto open = std::ranges::count(address, '(') - std::ranges::count(address, ')');
  while (!address.empty()) {
    const bool is_outside = address.back() == ')' && open < 0;
    if (!is_outside && marks.find(address.back()) == std::string_view::npos) break;
    open += is_outside ? 1 : 0;
    address.remove_suffix(1);
  }
  return address;
}

// "Disponível em: <https://example.org/a>."
std::vector<std::string> plain_addresses(std::string_view text) {
  constexpr std::string_view scheme = "http";
  constexpr std::string_view ends = " \t\r\n<>\"";
  std::vector<std::string> found;
  for (std::size_t at = text.find(scheme); at != std::string_view::npos; at = text.find(scheme)) {
    text.remove_prefix(at);
    const std::string_view word = text.substr(0, text.find_first_of(ends));
    found.emplace_back(without_punctuation(word));
    text.remove_prefix(word.size());
  }
  return found;
}

}  // namespace

bool is_address_command(std::string_view name) noexcept {
  constexpr std::array<std::string_view, 4> commands{"url", "nolinkurl", "burl", "path"};
  return std::ranges::find(commands, name) != commands.end();
}

std::optional<std::string_view> take_tex_argument(std::string_view& tex) noexcept {
  const std::size_t begin = tex.find_first_not_of(tex_blanks);
  if (begin == std::string_view::npos || tex[begin] != '{') return std::nullopt;
  std::size_t depth = 0;
  for (std::size_t at = begin; at < tex.size(); ++at) {
    if (tex[at] == '\\') {
      ++at;
    } else if (tex[at] == '{') {
      ++depth;
    } else if (tex[at] == '}' && --depth == 0) {
      const std::string_view argument = tex.substr(begin + 1, at - begin - 1);
      tex.remove_prefix(at + 1);
      return argument;
    }
  }
  const std::string_view rest = tex.substr(begin + 1);
  tex = {};
  return rest;
}

std::string address_of_tex(std::string_view argument) {
  std::string address = verbatim_of_tex(argument);
  std::erase_if(address, [](char c) { return tex_blanks.find(c) != std::string_view::npos; });
  return address;
}

std::vector<std::string> addresses_in_tex(std::string_view tex) {
  std::vector<std::string> found = command_addresses(tex);
  if (!found.empty()) return found;
  const std::string whole = verbatim_of_tex(tex);
  if (!begins_as_address(whole)) return plain_addresses(whole);
  for (const std::string_view one : split_addresses(whole)) found.emplace_back(one);
  return found;
}

}  // namespace formats
