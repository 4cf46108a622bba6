// The one address that a citation of a book gives. Pure function; any thread.
// Formats that take every address do not ask for it.
#pragma once

#include "catalog/book.hpp"

namespace formats {

// The first link to the book's text, else the first that does not say what it leads to; nullptr:
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
