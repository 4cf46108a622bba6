// The form of a book, to add and to change: its fields by their wire names, lists one value a line.
// editar.js sends what changed. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "catalog/book.hpp"
#include "web/layout.hpp"

namespace web {

std::string edit_document(const View& view, const catalog::Book& book);
// `sources`: catalogues that the browser may ask for an ISBN, by name, with commas; maybe none.
std::string new_document(const View& view, std::string_view sources = {});

}  // namespace web
