// BibTeX and biblatex as a Reader: the entries of books become books, those of other kinds are
// refused by themselves ("/tipo"). One thread. A file of refused entries begins with the @string of
// its file, which they may need.
#pragma once

#include <memory>

#include "formats/format.hpp"

namespace formats {

inline constexpr std::size_t bibtex_depth_max = 20;

std::unique_ptr<Reader> make_bibtex_reader(const ReadOptions& options);

}  // namespace formats
