// ISBN (ISO 2108): a number whose check digit has been verified, kept as its 13 digits.
// A value; any thread. There is no Isbn that is not valid, except one never assigned.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace catalog {

class Isbn {
 public:
  // ISBN-10 or ISBN-13, with or without hyphens or spaces (typographic ones too), 978 and 979
  // prefixes only; nullopt when the shape is wrong or the check digit does not match. Final X of
  // ISBN-10 in either case.
  static std::optional<Isbn> parse(std::string_view text) noexcept;

  std::string_view digits() const noexcept { return {digits_.data(), digits_.size()}; }
  // The ISBN-10 form; nullopt for 979.
  std::optional<std::string> isbn10() const;

  auto operator<=>(const Isbn&) const = default;

 private:
  std::array<char, 13> digits_{};
};

// Bytes of the hyphen, dash or space that the text begins with, as people copy them from catalogues
// and web pages; 0: none.
std::size_t isbn_separator_size(std::string_view text) noexcept;

}  // namespace catalog
