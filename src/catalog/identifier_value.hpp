// The values of identifiers as they are kept: without the label or the resolver's address that
// people copy with them. A value of another form stays as it is. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

#include "catalog/book.hpp"

namespace catalog {

// "https://doi.org/10.1000/abc", "doi:10.1000/abc" -> "10.1000/abc"; "(OCoLC)ocm00123" -> "123";
// "ISSN 1234-5679", "12345679" -> "1234-5679"; "info:lccn/83012345" -> "83012345".
std::string plain_identifier(IdentifierType type, std::string_view value);
std::string plain_identifier(const Identifier& identifier);

// Without the label alone: "ISSN 1234-5679 (online)" -> "1234-5679 (online)".
std::string_view without_identifier_label(IdentifierType type, std::string_view value);

}  // namespace catalog
