// MODS 3.7: one mods element a book, many in a modsCollection. Pure function, and a writer for one
// thread.
#pragma once

#include <memory>
#include <string>

#include "catalog/book.hpp"
#include "formats/format.hpp"

namespace formats {

// The element alone, without an XML declaration, in its namespace.
void append_mods(std::string& out, const catalog::Book& book, const WriteOptions& options);

std::unique_ptr<Writer> make_mods_writer(const WriteOptions& options);

}  // namespace formats
