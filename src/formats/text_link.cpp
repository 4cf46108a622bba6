#include "formats/text_link.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/ascii.hpp"
#include "base/percent.hpp"
#include "base/text.hpp"
#include "catalog/limits.hpp"
#include "catalog/web_url.hpp"
#include "formats/over_limit.hpp"

namespace formats {
namespace {

bool has_ending(std::string_view url, std::span<const std::string_view> endings) {
  const std::string_view path = url.substr(0, url.find_first_of("?#"));
  return std::ranges::any_of(
      endings, [path](std::string_view ending) { return base::ends_ignoring_case(path, ending); });
}

constexpr std::string_view address_blanks = " \t\r\n";
constexpr std::string_view address_separators = " \t\r\n;|,";
constexpr base::ByteSet address_separator_set(address_separators);

std::string_view without_trailing(std::string_view text, std::string_view marks) noexcept {
  const std::size_t last = text.find_last_not_of(marks);
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

bool begins_with_www(std::string_view text) noexcept {
  constexpr std::string_view www = "www.";
  return text.size() > www.size() && base::begins_ignoring_case(text, www);
}

// "b.pdf", "mapa.html": a full stop, a letter, few more letters or digits.
bool ends_as_file(std::string_view text) noexcept {
  constexpr std::size_t ending_max = 5;
  const std::size_t dot = text.rfind('.');
  if (dot == std::string_view::npos) return false;
  const std::string_view ending = text.substr(dot + 1);
  return ending.size() >= 2 && ending.size() <= ending_max && base::is_letter(ending.front()) &&
         std::ranges::all_of(ending, base::is_letter_or_digit);
}

// "http://a.org/dom casmurro.pdf", where "http://a.org/b Acesso em: 12 maio 2020" says something.
bool goes_on_behind_blank(std::string_view rest) noexcept {
  if (begins_as_address(rest)) return false;
  if (ends_as_file(rest)) return true;
  return rest.find_first_of(address_blanks) == std::string_view::npos &&
         base::is_letter_or_digit(rest.front()) && base::is_letter_or_digit(rest.back());
}

std::string with_signs_encoded(std::string_view address) {
  static constexpr base::ByteSet encoded(" \t\r\n^`{|}");
  std::string out;
  for (const char c : address) {
    if (encoded.has(c)) {
      out += base::percent_encode(std::string_view(&c, 1));
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

bool begins_as_address(std::string_view text) noexcept {
  text = base::trim(text);
  std::size_t letters = 0;
  while (letters < text.size() && base::is_letter(text[letters])) ++letters;
  return begins_with_www(text) || (letters > 0 && text.substr(letters).starts_with("://"));
}

std::optional<std::string> web_address_in(std::string_view text) {
  text = base::trim(text);
  if (text.starts_with('<') && text.ends_with('>')) text = text.substr(1, text.size() - 2);
  const std::size_t blank = text.find_first_of(address_blanks);
  if (blank != std::string_view::npos) {
    const std::string_view rest = base::trim(text.substr(blank));
    const bool goes_on = !rest.empty() && goes_on_behind_blank(rest);
    if (!goes_on) text = without_trailing(text.substr(0, blank), ".,;");
  }
  std::string address(begins_with_www(text) ? "http://" : "");
  address += with_signs_encoded(text);
  const std::size_t host = address.find("//");
  if (host != std::string::npos &&
      std::string_view(address).substr(0, address.find('/', host + 2)).find('%') !=
          std::string_view::npos) {
    return std::nullopt;  // a blank in the name of a server
  }
  const bool fits = base::code_points(address) <= catalog::limits::link_url_max;
  if (!fits || !catalog::is_web_url(address)) return std::nullopt;
  return address;
}

const catalog::Wording& why_no_address(std::string_view text) noexcept {
  return base::code_points(text) > catalog::limits::link_url_max ? over_limit : no_web_address;
}

std::vector<std::string_view> split_addresses(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  const auto end_part = [&](std::size_t end) {
    // What parts them belongs to none.
    const std::string_view part = without_trailing(text.substr(begin, end - begin), " \t\r\n;|");
    if (!part.empty()) parts.push_back(base::trim(part));
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!address_separator_set.has(text[at])) continue;
    const std::size_t next = std::min(text.find_first_not_of(address_separators, at), text.size());
    const std::string_view between = text.substr(at, next - at);
    const bool is_comma = between == ",";
    const bool parts_here = (begins_as_address(text.substr(next)) && !is_comma) ||
                            (between.front() == ';' && between.size() > 1) ||
                            between.find('\n') != between.npos;
    if (parts_here) {
      end_part(at);
      begin = next;
    }
    at = next - 1;
  }
  end_part(text.size());
  return parts;
}

bool leads_to_image(std::string_view url) {
  constexpr std::array<std::string_view, 5> images{".jpg", ".jpeg", ".png", ".webp", ".gif"};
  return has_ending(url, images);
}

bool leads_to_text(std::string_view url) {
  constexpr std::array<std::string_view, 5> books{".pdf", ".epub", ".mobi", ".djvu", ".txt"};
  return has_ending(url, books);
}

}  // namespace formats
