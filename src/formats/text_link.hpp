// The addresses of a book: how people write them, what one leads to, and which one a citation
// gives. Pure functions; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/book.hpp"
#include "catalog/problem.hpp"

namespace formats {

inline constexpr catalog::Wording no_web_address{"não é um endereço http ou https",
                                                 "is not an http or https address"};

// True when it begins as addresses do: "http://", "ftp://", "www.".
bool begins_as_address(std::string_view text) noexcept;
// The address, made one that can be followed: "www." gets its scheme, and a blank within is "%20".
// What is said behind it goes: "http://a.org/b. Acesso em: 12 maio 2020". nullopt: it is none of
// the web.
std::optional<std::string> web_address_in(std::string_view text);
// Why it gives none.
const catalog::Wording& why_no_address(std::string_view text) noexcept;
// One text of several, parted by semicolons or blanks: "http://a.org/b; http://c.org/d".
std::vector<std::string_view> split_addresses(std::string_view text);

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
