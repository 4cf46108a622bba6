#include "catalog/isbn.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace catalog {

namespace {

using base::is_digit;

enum class Between { nothing, invisible, separator };
struct Sign {
  Between kind = Between::nothing;
  std::size_t size = 0;
};

// `text` is not empty.
Sign sign_at(std::string_view text) noexcept {
  if (is_digit(text.front())) {
    return {};
  }
  const auto [c, size] = base::utf8::decode(text);
  const bool is_dot = c == '.' || c == 0xB7 || c == 0x2024 || c == 0x2027 || c == 0xFF0E;
  if (c != 0xAD && base::is_ignorable(c)) {
    return {Between::invisible, size};
  }
  const bool separates =
      is_dot || base::is_dash(c) || (base::is_space(c) && (c >= ' ' || c == '\t'));
  return separates ? Sign{Between::separator, size} : Sign{};
}

// Without blanks, invisible marks and `punctuation` (ASCII) in front.
std::string_view without_front(std::string_view text, std::string_view punctuation) noexcept {
  while (!text.empty()) {
    const auto [c, size] = base::utf8::decode(text);
    const bool goes = base::is_space(c) || (c != 0xAD && base::is_ignorable(c)) ||
                      punctuation.find(text.front()) != std::string_view::npos;
    if (size == 0 || !goes) {
      break;
    }
    text.remove_prefix(size);
  }
  return text;
}

// Removes `word`, in lower case, from the front in whatever case; false when it is not there.
bool take(std::string_view& text, std::string_view word) noexcept {
  const bool there = base::begins_ignoring_case(text, word);
  text.remove_prefix(there ? word.size() : 0);
  return there;
}

// What stands between a label and its number: "nº", ":" and the like.
std::string_view without_punctuation(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 13> signs{
      ":", "=", "#", "(", ")", "[", "]", "n", "N", "\u00BA", "\u00B0", "\u2116", "\uFF1A"};
  while (!text.empty()) {
    const auto* const known = std::ranges::find_if(
        signs, [text](std::string_view sign) { return text.starts_with(sign); });
    const std::size_t size = known != signs.end() ? known->size() : isbn_separator_size(text);
    if (size == 0) {
      break;
    }
    text.remove_prefix(size);
  }
  return text;
}

// The digits of an ISBN without its separators.
struct Digits {
  std::array<char, 13> text{};
  std::size_t length = 0;
};

// Reads digits with single separators between them: "978-85-359-0277-8", never "978--85" or "-978".
class DigitScanner {
 public:
  explicit DigitScanner(std::string_view text) noexcept : rest_(text) {}

  // Up to `most` digits; false when there is something else before.
  bool read(std::size_t most) noexcept {
    bool after_digit = digits_.length > 0;
    while (digits_.length < most) {
      if (rest_.empty()) {
        return false;
      }
      if (take_digit()) {
        after_digit = true;
        continue;
      }
      const Sign sign = sign_at(rest_);
      if (sign.kind == Between::nothing || (sign.kind == Between::separator && !after_digit)) {
        return false;
      }
      after_digit = after_digit && sign.kind == Between::invisible;
      rest_.remove_prefix(sign.size);
    }
    return true;
  }

  const Digits& digits() const noexcept { return digits_; }
  bool at_digit() const noexcept { return !rest_.empty() && is_digit(rest_.front()); }
  bool at_end() const noexcept { return without_front(rest_, ".,;:)]>\"'").empty(); }

 private:
  bool take_digit() noexcept {
    const char c = rest_.front();
    const bool check_x = (c == 'X' || c == 'x') && digits_.length == 9;
    if (!check_x && !is_digit(c)) {
      return false;
    }
    digits_.text[digits_.length++] = check_x ? 'X' : c;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
  Digits digits_;
};

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

// nullopt: the check digit does not match, or it is no number of a book.
std::optional<std::array<char, 13>> isbn13_of(const Digits& digits) noexcept {
  if (digits.length == 13) {
    const bool x_inside = digits.text[9] == 'X';
    const bool valid = !x_inside && has_book_prefix({digits.text.data(), 13}) &&
                       weighted_sum_13(digits.text.data(), 13) % 10 == 0;
    return valid ? std::optional(digits.text) : std::nullopt;
  }
  if (weighted_sum_10(digits.text.data(), 10) % 11 != 0) {
    return std::nullopt;
  }
  std::array<char, 13> isbn{'9', '7', '8'};
  std::copy_n(digits.text.begin(), 9, isbn.begin() + 3);
  isbn[12] = check_digit_13(isbn.data());
  return isbn;
}

}  // namespace

std::size_t isbn_separator_size(std::string_view text) noexcept {
  return text.empty() ? 0 : sign_at(text).size;
}

std::string_view without_isbn_label(std::string_view text) noexcept {
  std::string_view rest = without_front(text, "([<\"'");
  if (rest.empty() || is_digit(rest.front())) {
    return rest;
  }
  take(rest, "urn:");
  if (take(rest, "e") || take(rest, "p")) {
    take(rest, "-");
  }
  if (!take(rest, "isbn") && !take(rest, "i.s.b.n")) {
    return text;
  }
  rest = without_punctuation(rest);
  // "ISBN-13: 978…": the length is a part of the label when a whole number follows.
  std::string_view number = rest;
  if (take(number, "13") || take(number, "10")) {
    const auto is_of_number = [](char c) { return is_digit(c) || c == 'X' || c == 'x'; };
    if (std::ranges::count_if(number, is_of_number) >= 10) {
      return without_punctuation(number);
    }
  }
  return rest;
}

std::optional<Isbn> Isbn::of(const std::optional<Digits13>& digits) noexcept {
  if (!digits) {
    return std::nullopt;
  }
  Isbn isbn;
  isbn.digits_ = *digits;
  return isbn;
}

std::optional<Isbn> Isbn::parse(std::string_view text) noexcept {
  DigitScanner scanner(without_isbn_label(text));
  if (!scanner.read(10) || (!scanner.at_end() && (!scanner.read(13) || !scanner.at_end()))) {
    return std::nullopt;
  }
  return of(isbn13_of(scanner.digits()));
}

std::optional<Isbn> Isbn::parse_front(std::string_view text) noexcept {
  DigitScanner scanner(without_isbn_label(text));
  if (!scanner.read(10)) {
    return std::nullopt;
  }
  const auto ten = scanner.at_digit() ? std::nullopt : isbn13_of(scanner.digits());
  const bool longer = scanner.read(13) && !scanner.at_digit();
  const auto thirteen = longer ? isbn13_of(scanner.digits()) : std::nullopt;
  return of(thirteen ? thirteen : ten);
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
