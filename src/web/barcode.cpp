#include "web/barcode.hpp"

#include <array>

#include "base/check.hpp"

namespace web {
namespace {

// The digits of the left half in sets A and B; the right half's set C is A with dark and light
// exchanged.
constexpr std::array<std::string_view, 10> set_a{"0001101", "0011001", "0010011", "0111101",
                                                 "0100011", "0110001", "0101111", "0111011",
                                                 "0110111", "0001011"};
constexpr std::array<std::string_view, 10> set_b{"0100111", "0110011", "0011011", "0100001",
                                                 "0011101", "0111001", "0000101", "0010001",
                                                 "0001001", "0010111"};
// The first digit chooses the sets of the next six.
constexpr std::array<std::string_view, 10> parities{"AAAAAA", "AABABB", "AABBAB", "AABBBA",
                                                    "ABAABB", "ABBAAB", "ABBBAA", "ABABAB",
                                                    "ABABBA", "ABBABA"};

// Symbol characters 0 to 105, and the stop.
constexpr std::array<std::string_view, 107> symbols{
    "11011001100", "11001101100", "11001100110", "10010011000", "10010001100",   "10001001100",
    "10011001000", "10011000100", "10001100100", "11001001000", "11001000100",   "11000100100",
    "10110011100", "10011011100", "10011001110", "10111001100", "10011101100",   "10011100110",
    "11001110010", "11001011100", "11001001110", "11011100100", "11001110100",   "11101101110",
    "11101001100", "11100101100", "11100100110", "11101100100", "11100110100",   "11100110010",
    "11011011000", "11011000110", "11000110110", "10100011000", "10001011000",   "10001000110",
    "10110001000", "10001101000", "10001100010", "11010001000", "11000101000",   "11000100010",
    "10110111000", "10110001110", "10001101110", "10111011000", "10111000110",   "10001110110",
    "11101110110", "11010001110", "11000101110", "11011101000", "11011100010",   "11011101110",
    "11101011000", "11101000110", "11100010110", "11101101000", "11101100010",   "11100011010",
    "11101111010", "11001000010", "11110001010", "10100110000", "10100001100",   "10010110000",
    "10010000110", "10000101100", "10000100110", "10110010000", "10110000100",   "10011010000",
    "10011000010", "10000110100", "10000110010", "11000010010", "11001010000",   "11110111010",
    "11000010100", "10001111010", "10100111100", "10010111100", "10010011110",   "10111100100",
    "10011110100", "10011110010", "11110100100", "11110010100", "11110010010",   "11011011110",
    "11011110110", "11110110110", "10101111000", "10100011110", "10001011110",   "10111101000",
    "10111100010", "11110101000", "11110100010", "10111011110", "10111101110",   "11101011110",
    "11110101110", "11010000100", "11010010000", "11010011100", "1100011101011",
};
constexpr std::size_t start_b = 104;
constexpr std::size_t stop = 106;
constexpr std::size_t checksum_modulus = 103;

constexpr std::size_t quiet_modules = 10;
constexpr std::size_t bar_height = 40;
constexpr std::size_t text_height = 12;

std::size_t digit(char c) {
  check(c >= '0' && c <= '9');
  return static_cast<std::size_t>(c - '0');
}

std::string inverted(std::string_view modules) {
  std::string out;
  for (const char module : modules) {
    out += module == '1' ? '0' : '1';
  }
  return out;
}

}  // namespace

std::string ean13_modules(std::string_view digits) {
  check(digits.size() == 13);
  const std::string_view parity = parities[digit(digits[0])];
  std::string modules = "101";
  for (std::size_t i = 1; i <= 6; ++i) {
    modules += (parity[i - 1] == 'A' ? set_a : set_b)[digit(digits[i])];
  }
  modules += "01010";
  for (std::size_t i = 7; i <= 12; ++i) {
    modules += inverted(set_a[digit(digits[i])]);
  }
  return modules += "101";
}

std::string code128_modules(std::string_view text) {
  std::string modules(symbols[start_b]);
  std::size_t sum = start_b;
  for (std::size_t i = 0; i < text.size(); ++i) {
    check(text[i] >= ' ' && text[i] < 0x7f);
    const auto value = static_cast<std::size_t>(text[i] - ' ');
    sum += (i + 1) * value;
    modules += symbols[value];
  }
  modules += symbols[sum % checksum_modulus];
  return modules += symbols[stop];
}

void write_barcode(Html& html, const Barcode& barcode) {
  const std::size_t width = barcode.modules.size() + 2 * quiet_modules;
  html.raw(R"(<svg class="barras" role="img" viewBox="0 0 )").number(width).raw(" ");
  html.number(bar_height + text_height).raw(R"(")").attr("aria-label", barcode.text).raw(">");
  html.raw(R"(<path d=")");
  for (std::size_t at = 0; at < barcode.modules.size();) {
    std::size_t end = barcode.modules.find('0', at);
    end = end == std::string::npos ? barcode.modules.size() : end;
    if (end > at) {
      html.raw("M").number(at + quiet_modules).raw(" 0h").number(end - at);
      html.raw("v").number(bar_height).raw("h-").number(end - at).raw("z");
    }
    at = end + 1;
  }
  html.raw(R"("/><text text-anchor="middle" font-size="11")").attr("x", width / 2);
  html.attr("y", bar_height + text_height - 1).raw(">").text(barcode.text).raw("</text></svg>");
}

}  // namespace web
