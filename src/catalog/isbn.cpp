#include "catalog/isbn.hpp"

#include "base/utf8.hpp"

namespace catalog {

std::size_t isbn_separator_size(std::string_view text) noexcept {
  if (text.empty()) {
    return 0;
  }
  const auto [c, size] = base::utf8::decode(text);
  const bool is_dash = c == '-' || c == 0xAD || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ||
                       c == 0xFE63 || c == 0xFF0D;
  const bool is_space = c == ' ' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
                        c == 0x205F || c == 0x3000;
  return is_dash || is_space ? size : 0;
}

namespace {

// The digits of an ISBN without its separators; `length` is 10 or 13 when the shape is right.
struct Digits {
  std::array<char, 13> text{};
  std::size_t length = 0;
};

// Separators stand single and between digits: "978-85-359-0277-8", never "978--85" or "-978".
std::optional<Digits> digits_of(std::string_view text) noexcept {
  Digits digits;
  bool after_digit = false;
  while (!text.empty()) {
    const char c = text.front();
    const bool check_x = (c == 'X' || c == 'x') && digits.length == 9;
    if (check_x || (c >= '0' && c <= '9')) {
      if (digits.length == digits.text.size()) {
        return std::nullopt;
      }
      digits.text[digits.length++] = check_x ? 'X' : c;
      after_digit = true;
      text.remove_prefix(1);
      continue;
    }
    const std::size_t separator = isbn_separator_size(text);
    if (separator == 0 || !after_digit) {
      return std::nullopt;
    }
    after_digit = false;
    text.remove_prefix(separator);
  }
  const bool x_inside = digits.length > 10 && digits.text[9] == 'X';
  if (!after_digit || x_inside || (digits.length != 10 && digits.length != 13)) {
    return std::nullopt;
  }
  return digits;
}

int value_of(char digit) noexcept { return digit == 'X' ? 10 : digit - '0'; }

// ISO 2108, ISBN-10: the sum of digits weighted 10 … 1 is a multiple of 11.
int weighted_sum_10(const char* digits, std::size_t count) noexcept {
  int sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    sum += value_of(digits[i]) * (10 - static_cast<int>(i));
  }
  return sum;
}

// ISO 2108, ISBN-13: the sum of digits weighted 1, 3, 1, 3 … is a multiple of 10.
int weighted_sum_13(const char* digits, std::size_t count) noexcept {
  int sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    sum += value_of(digits[i]) * (i % 2 == 0 ? 1 : 3);
  }
  return sum;
}

char check_digit_13(const char* digits) noexcept {
  return static_cast<char>('0' + (10 - weighted_sum_13(digits, 12) % 10) % 10);
}

// 978 and 979 are the prefixes of books; 979-0 is printed music (ISMN), not an ISBN.
bool has_book_prefix(std::string_view digits) noexcept {
  const std::string_view prefix = digits.substr(0, 3);
  return prefix == "978" || (prefix == "979" && digits[3] != '0');
}

}  // namespace

std::optional<Isbn> Isbn::parse(std::string_view text) noexcept {
  const auto digits = digits_of(text);
  if (!digits) {
    return std::nullopt;
  }
  Isbn isbn;
  if (digits->length == 13) {
    isbn.digits_ = digits->text;
    if (!has_book_prefix(isbn.digits()) || weighted_sum_13(digits->text.data(), 13) % 10 != 0) {
      return std::nullopt;
    }
    return isbn;
  }
  if (weighted_sum_10(digits->text.data(), 10) % 11 != 0) {
    return std::nullopt;
  }
  isbn.digits_ = {'9', '7', '8'};
  for (std::size_t i = 0; i < 9; ++i) {
    isbn.digits_[i + 3] = digits->text[i];
  }
  isbn.digits_[12] = check_digit_13(isbn.digits_.data());
  return isbn;
}

std::optional<std::string> Isbn::isbn10() const {
  if (!digits().starts_with("978")) {
    return std::nullopt;
  }
  std::string text(digits().substr(3, 9));
  const int check = (11 - weighted_sum_10(text.data(), 9) % 11) % 11;
  text += check == 10 ? 'X' : static_cast<char>('0' + check);
  return text;
}

}  // namespace catalog
