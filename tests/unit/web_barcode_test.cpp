#include <gtest/gtest.h>

#include <string>

#include "web/barcode.hpp"

namespace web_barcode_test {
namespace {

TEST(Barcode, Ean13ChoosesTheSetsByItsFirstDigit) {
  EXPECT_EQ(web::ean13_modules("5901234123457"),
            "101"
            "0001011"
            "0100111"
            "0110011"
            "0010011"
            "0111101"
            "0011101"
            "01010"
            "1100110"
            "1101100"
            "1000010"
            "1011100"
            "1001110"
            "1000100"
            "101");
}

TEST(Barcode, Code128HasStartChecksumAndStop) {
  // Start B, "7" (value 23), (104 + 23) mod 103 = 24, stop.
  EXPECT_EQ(web::code128_modules("7"),
            "11010010000"
            "11101101110"
            "11101001100"
            "1100011101011");
  EXPECT_EQ(web::code128_modules("2191").size(), 11U * 6 + 13);
}

TEST(Barcode, IsOneDrawingWithItsText) {
  std::string out;
  web::Html html(out, catalog::Language::portuguese);
  web::write_barcode(html, {"1101", "7"});
  EXPECT_EQ(out, R"(<svg class="barras" role="img" viewBox="0 0 24 52" aria-label="7">)"
                 R"(<path d="M10 0h2v40h-2zM13 0h1v40h-1z"/>)"
                 R"(<text text-anchor="middle" font-size="11" x="12" y="51">7</text></svg>)");
}

}  // namespace
}  // namespace web_barcode_test
