#include "catalog/isbn_corrections.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace catalog {
namespace {

// Empty when there are other characters than digits and separators, or not 10 or 13 of them.
std::string digits_in(std::string_view text) {
  std::string digits;
  text = without_isbn_label(text);
  while (!text.empty()) {
    if (const std::size_t separator = isbn_separator_size(text); separator > 0) {
      text.remove_prefix(separator);
      continue;
    }
    const char c = text.front();
    text.remove_prefix(1);
    const bool check_x = (c == 'X' || c == 'x') && digits.size() == 9;
    if ((!check_x && (c < '0' || c > '9')) || digits.size() == 13) {
      return {};
    }
    digits += check_x ? 'X' : c;
  }
  return digits.size() == 10 || digits.size() == 13 ? digits : std::string{};
}

void add_if_valid(std::vector<Isbn>& out, std::string_view digits) {
  const auto isbn = Isbn::parse(digits);
  if (isbn && std::ranges::find(out, *isbn) == out.end()) {
    out.push_back(*isbn);
  }
}

}  // namespace

std::vector<Isbn> isbn_corrections(std::string_view text) {
  std::vector<Isbn> corrections;
  std::string digits = digits_in(text);
  add_if_valid(corrections, digits);
  for (char& digit : digits) {
    const char typed = digit;
    for (const char other : std::string_view("0123456789X")) {
      digit = other;
      add_if_valid(corrections, digits);
    }
    digit = typed;
  }
  for (std::size_t i = 0; i + 1 < digits.size(); ++i) {
    std::swap(digits[i], digits[i + 1]);
    add_if_valid(corrections, digits);
    std::swap(digits[i], digits[i + 1]);
  }
  return corrections;
}

}  // namespace catalog
