// Barcodes as inline SVG, which prints sharp at any size. Pure functions, any thread.
// EAN-13 (ISO/IEC 15420) and Code 128 set B (ISO/IEC 15417), quiet zones included.
#pragma once

#include <string>
#include <string_view>

#include "web/html.hpp"

namespace web {

// The bars as modules from left to right, '1' dark, without quiet zones. `digits`: 13 of them.
std::string ean13_modules(std::string_view digits);
// `text`: printable ASCII.
std::string code128_modules(std::string_view text);

// An SVG of the modules, and the text below it.
struct Barcode {
  std::string modules;
  std::string text;
};
void write_barcode(Html& html, const Barcode& barcode);

}  // namespace web
