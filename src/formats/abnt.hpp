// References after ABNT NBR 6023:2018, of books as a whole: one line each. Pure functions, and a
// writer for one thread. `text` of a reference has no markup; in `html` and `markdown` what comes
// from the book is escaped.
#pragma once

#include <memory>
#include <string>

#include "catalog/book.hpp"
#include "formats/format.hpp"

namespace formats {

std::string abnt_reference(const catalog::BookFields& fields, const ReferenceForm& form = {});

std::unique_ptr<Writer> make_abnt_writer(const ReferenceForm& form);

}  // namespace formats
