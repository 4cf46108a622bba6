#include "formats/text_link.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "base/ascii.hpp"

namespace formats {
namespace {

bool has_ending(std::string_view url, std::span<const std::string_view> endings) {
  const std::string_view path = url.substr(0, url.find_first_of("?#"));
  return std::ranges::any_of(
      endings, [path](std::string_view ending) { return base::ends_ignoring_case(path, ending); });
}

}  // namespace

bool leads_to_image(std::string_view url) {
  constexpr std::array<std::string_view, 5> images{".jpg", ".jpeg", ".png", ".webp", ".gif"};
  return has_ending(url, images);
}

bool leads_to_text(std::string_view url) {
  constexpr std::array<std::string_view, 5> books{".pdf", ".epub", ".mobi", ".djvu", ".txt"};
  return has_ending(url, books);
}

}  // namespace formats
