#include "web/address.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/percent.hpp"
#include "base/text.hpp"
#include "catalog/listing.hpp"

namespace web {

bool can_be_filter(std::string_view value) {
  // Folding costs more than all else that is done for a link, and few values need it.
  const auto plain =
      static_cast<std::size_t>(std::ranges::count_if(value, base::is_letter_or_digit));
  if (plain > 0 && value.size() - plain < catalog::filter_words_max) {
    return true;
  }
  const std::string folded = base::fold(value);
  const std::size_t words = base::words(folded).size();
  return words >= 1 && words <= catalog::filter_words_max;
}

std::string book_address(catalog::BookId id) { return "/livro/" + std::to_string(id.value); }

std::string_view SearchAddress::value(std::string_view name) const noexcept {
  const auto found = std::ranges::find(parameters_, name, &Parameter::first);
  return found == parameters_.end() ? std::string_view{} : found->second;
}

bool SearchAddress::has(std::string_view name) const noexcept {
  return std::ranges::find(parameters_, name, &Parameter::first) != parameters_.end();
}

SearchAddress SearchAddress::with(std::string_view name, std::string_view value) const {
  SearchAddress address = without(name);
  address.parameters_.emplace_back(name, value);
  return address;
}

SearchAddress SearchAddress::without(std::string_view name) const {
  SearchAddress address = *this;
  std::erase_if(address.parameters_, [name](const Parameter& each) { return each.first == name; });
  return address;
}

std::string SearchAddress::text(std::string_view path) const {
  std::string text(path);
  char before = '?';
  for (const auto& [name, value] : parameters_) {
    text += before;
    text.append(base::percent_encode(name)).append("=").append(base::percent_encode(value));
    before = '&';
  }
  return text;
}

}  // namespace web
