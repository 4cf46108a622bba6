#include "formats/html_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace formats {
namespace {

constexpr std::size_t reference_bytes_max = 12;
constexpr std::string_view jats_end = "</jats:";

struct HtmlEntity {
  std::string_view name;
  std::string_view text;
};
constexpr std::array html_entities{
    HtmlEntity{"amp", "&"},    HtmlEntity{"lt", "<"},     HtmlEntity{"gt", ">"},
    HtmlEntity{"quot", "\""},  HtmlEntity{"apos", "'"},   HtmlEntity{"nbsp", " "},
    HtmlEntity{"ndash", "–"},  HtmlEntity{"mdash", "—"},  HtmlEntity{"hellip", "…"},
    HtmlEntity{"lsquo", "‘"},  HtmlEntity{"rsquo", "’"},  HtmlEntity{"ldquo", "“"},
    HtmlEntity{"rdquo", "”"},  HtmlEntity{"laquo", "«"},  HtmlEntity{"raquo", "»"},
    HtmlEntity{"aacute", "á"}, HtmlEntity{"eacute", "é"}, HtmlEntity{"iacute", "í"},
    HtmlEntity{"oacute", "ó"}, HtmlEntity{"uacute", "ú"}, HtmlEntity{"atilde", "ã"},
    HtmlEntity{"otilde", "õ"}, HtmlEntity{"ccedil", "ç"}, HtmlEntity{"acirc", "â"},
    HtmlEntity{"ecirc", "ê"},  HtmlEntity{"ocirc", "ô"},  HtmlEntity{"agrave", "à"},
    HtmlEntity{"ntilde", "ñ"},
};

// Tags that end a line.
bool breaks_line(std::string_view tag) {
  constexpr std::array<std::string_view, 12> breaking{
      "br", "/p", "/div", "/li", "/h1", "/h2", "/h3", "/h4", "/tr", "hr", "/title", "/sec"};
  constexpr std::string_view jats_closing = "/jats:";
  std::string name;
  if (tag.starts_with(jats_closing)) {
    name = "/";
    tag.remove_prefix(jats_closing.size());
  }
  for (const char c : tag) {
    if (c != '/' && !base::is_letter_or_digit(c)) break;
    if (c == '/' && !name.empty()) break;
    name += base::to_lower(c);
  }
  return std::ranges::find(breaking, name) != breaking.end();
}

// The bytes of a reference that stands at the front; 0: none does.
std::size_t take_html_reference(std::string_view html, std::string& out) {
  const std::string_view near = html.substr(1, reference_bytes_max);
  const std::size_t end = near.find(';');
  if (end == std::string_view::npos) return 0;
  const std::string_view name = near.substr(0, end);
  if (!name.starts_with('#')) {
    const auto* const known = std::ranges::find(html_entities, name, &HtmlEntity::name);
    if (known == html_entities.end()) return 0;
    out += known->text;
    return end + 2;
  }
  const bool is_hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
  const std::string_view digits = name.substr(is_hex ? 2 : 1);
  std::uint32_t value = 0;
  const auto [stop, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, is_hex ? 16 : 10);
  const bool is_character = error == std::errc() && stop == digits.data() + digits.size() &&
                            value >= 0x20 && value <= 0x10FFFF &&
                            (value < 0xD800 || value > 0xDFFF);
  if (!is_character) return 0;
  base::utf8::append(out, value);
  return end + 2;
}

// The tag of rich text that stands at the front, with its brackets; 0: none does.
std::size_t rich_tag_size(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 8> names{"i",   "b",   "em", "strong",
                                                  "sub", "sup", "sc", "span"};
  constexpr std::size_t tag_bytes_max = 100;
  const std::string_view near = text.substr(0, tag_bytes_max);
  const std::size_t end = near.find('>');
  if (end == std::string_view::npos) return 0;
  std::string_view name = near.substr(1, end - 1);
  const bool is_closing = name.starts_with('/');
  if (is_closing) name.remove_prefix(1);
  if (!is_closing && name.starts_with("span ")) name = "span";
  return std::ranges::find(names, name) == names.end() ? 0 : end + 1;
}

}  // namespace

std::string without_rich_text(std::string_view text) {
  if (text.find("</") == std::string_view::npos) return std::string(text);
  std::string out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t tag = rest.front() == '<' ? rich_tag_size(rest) : 0;
    if (tag == 0) out += rest.front();
    rest.remove_prefix(std::max<std::size_t>(tag, 1));
  }
  // A text of tags alone is about them.
  return base::trim(out).empty() ? std::string(text) : out;
}

bool is_html(std::string_view text) noexcept {
  text = base::trim(text);
  if (text.find(jats_end) != std::string_view::npos) return true;
  return text.starts_with('<') && text.ends_with('>') &&
         (text.find("</p>") != std::string_view::npos ||
          text.find("</div>") != std::string_view::npos);
}

std::string text_of_html(std::string_view html) {
  std::string out;
  // Where no ">" follows none is looked for again: text of "<a" alone would be read for hours.
  bool has_more_tags = true;
  while (!html.empty()) {
    const char c = html.front();
    const bool begins_tag = has_more_tags && c == '<' && html.size() > 1 &&
                            (base::is_letter(html[1]) || html[1] == '/' || html[1] == '!');
    const std::size_t end = begins_tag ? html.find('>') : std::string_view::npos;
    has_more_tags = has_more_tags && (!begins_tag || end != std::string_view::npos);
    if (end != std::string_view::npos) {
      if (breaks_line(html.substr(1, end - 1)) && !out.ends_with('\n')) out += '\n';
      html.remove_prefix(end + 1);
      continue;
    }
    const std::size_t reference = c == '&' ? take_html_reference(html, out) : 0;
    if (reference == 0) out += c;
    html.remove_prefix(std::max<std::size_t>(reference, 1));
  }
  return std::string(base::trim(out));
}

}  // namespace formats
