// Parts that several pages show: a book's binding or cover, a result of a list, the box of the
// search. Pure functions, any thread.
#pragma once

#include <string_view>

#include "catalog/book.hpp"
#include "web/address.hpp"
#include "web/html.hpp"
#include "web/marks.hpp"

namespace web {

// One of so many colours of cloth, by the book's id.
inline constexpr int binding_colours = 6;

// A cloth binding with title and author; the cover over it where the book has one.
void write_binding(Html& html, const catalog::Book& book);
// A `li` of the results: the first link is the book.
void write_result(Html& html, const catalog::Book& book, const Marks& marks);
// The form with the box, filled with `text`; what else is asked for goes along hidden.
struct SearchBox {
  std::string_view text;
  bool is_focused = false;
};
void write_search_box(Html& html, const SearchBox& box);

// Where books of an empty catalogue may come from: a file, a form.
void write_beginnings(Html& html);

// `<td` of a table that is cards in a narrow window, where the name stands before what is in it.
Html& begin_cell(Html& html, const catalog::Wording& name);

// Links to all books of a search as a file, one for each format; `address` is that of the search.
void write_exports(Html& html, const SearchAddress& address);

}  // namespace web
