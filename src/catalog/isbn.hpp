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
  // ISBN-10 or ISBN-13 as people write and copy them: behind a label ("ISBN-13: "), with single
  // dashes, blanks or dots of any kind between the digits, within marks that nobody sees; 978 and
  // 979 prefixes only; nullopt when the shape is wrong or the check digit does not match. Final X
  // of ISBN-10 in either case.
  static std::optional<Isbn> parse(std::string_view text) noexcept;
  // The same at the beginning of `text`, whatever follows it: "85-359-0277-5 (broch.)".
  static std::optional<Isbn> parse_front(std::string_view text) noexcept;

  std::string_view digits() const noexcept { return {digits_.data(), digits_.size()}; }
  // The ISBN-10 form; nullopt for 979.
  std::optional<std::string> isbn10() const;

  auto operator<=>(const Isbn&) const = default;

 private:
  using Digits13 = std::array<char, 13>;
  static std::optional<Isbn> of(const std::optional<Digits13>& digits) noexcept;

  Digits13 digits_{};
};

// Bytes of the dash, blank, dot or invisible mark that the text begins with; 0: none.
std::size_t isbn_separator_size(std::string_view text) noexcept;

// What stands behind "ISBN", "e-ISBN:", "ISBN-13 (…" or "urn:isbn:"; `text` when it has no label.
std::string_view without_isbn_label(std::string_view text) noexcept;

}  // namespace catalog
