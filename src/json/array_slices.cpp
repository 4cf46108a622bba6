#include "json/array_slices.hpp"

#include <algorithm>

namespace json {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::size_t skip_blanks(std::string_view text, std::size_t at) noexcept {
  return std::min(text.find_first_not_of(blanks, at), text.size());
}

// Behind the closing quote of the string that begins at `at`; the text's end when there is none.
std::size_t skip_string(std::string_view text, std::size_t at) noexcept {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

// Where the item that begins at `at` ends: at a comma or bracket of the array around it.
std::size_t end_of_item(std::string_view text, std::size_t at) noexcept {
  std::size_t depth = 0;
  while (at < text.size()) {
    switch (text[at]) {
      case '"':
        at = skip_string(text, at);
        continue;
      case '[':
      case '{':
        ++depth;
        break;
      case ']':
      case '}':
        if (depth == 0) {
          return at;
        }
        --depth;
        break;
      case ',':
        if (depth == 0) {
          return at;
        }
        break;
      default:
        break;
    }
    ++at;
  }
  return at;
}

std::string_view without_blanks_behind(std::string_view text) noexcept {
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

}  // namespace

Result<ArraySlices> slice_array(std::string_view text, std::size_t items_max) {
  const auto fail = [](Fault fault, std::size_t at) {
    return base::Unexpected<Error>{{fault, at, {}}};
  };
  ArraySlices slices;
  std::size_t at = skip_blanks(text, 0);
  if (at == text.size()) {
    return fail(Fault::empty, at);
  }
  if (text[at] != '[') {
    slices.extent = ArraySlices::Extent::no_array;
    return slices;
  }
  at = skip_blanks(text, at + 1);
  for (bool more = at == text.size() || text[at] != ']'; more;) {
    const std::size_t end = end_of_item(text, at);
    const std::string_view item = without_blanks_behind(text.substr(at, end - at));
    if (item.empty() || end == text.size() || text[end] == '}') {
      return fail(Fault::syntax, end);
    }
    if (slices.items.size() == items_max) {
      slices.extent = ArraySlices::Extent::too_many;
      return slices;
    }
    slices.items.push_back(item);
    more = text[end] == ',';
    at = more ? skip_blanks(text, end + 1) : end;
  }
  at = skip_blanks(text, at + 1);
  if (at != text.size()) {
    return fail(Fault::trailing_text, at);
  }
  return slices;
}

}  // namespace json
