// Printed things for books: the catalogue card (12.5 × 7.5 cm), labels for the spine, barcodes.
// Sizes and the first free label are imprimir.js's, which remembers them. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "catalog/book.hpp"
#include "catalog/isbn_ranges.hpp"
#include "web/layout.hpp"

namespace web {

std::string print_document(const View& view, const std::vector<catalog::Book>& books,
                           const catalog::IsbnRanges& ranges);

}  // namespace web
