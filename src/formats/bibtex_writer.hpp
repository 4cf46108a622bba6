// BibTeX: each book an @book with the key "livros-ID", in UTF-8, with the names of biblatex where
// BibTeX has none (subtitle, translator, pagetotal, …). One thread. What BibTeX has no place for is
// left out: openapi.yaml says what.
#pragma once

#include <memory>

#include "formats/format.hpp"

namespace formats {

std::unique_ptr<Writer> make_bibtex_writer();

}  // namespace formats
