// The addresses of a book in citations: what one leads to, and which one is given. Pure functions;
// any thread.
#pragma once

#include <string_view>

#include "catalog/book.hpp"

namespace formats {

// True when the path of the address ends as files of images do.
bool leads_to_image(std::string_view url);
// The same of books in one file: PDF, EPUB and the like.
bool leads_to_text(std::string_view url);

// The one address that a citation gives where its format has room for one:
// the first link to the book's text, else the first that does not say what it leads to; nullptr:
// there is none.
inline const catalog::Link* text_link(const catalog::BookFields& fields) noexcept {
  const catalog::Link* untold = nullptr;
  for (const catalog::Link& link : fields.links) {
    if (link.relation == catalog::LinkRelation::text) return &link;
    if (!link.relation && untold == nullptr) untold = &link;
  }
  return untold;
}

}  // namespace formats
