// Simple Dublin Core as OAI-PMH and SRU carry it: one oai_dc:dc element a book. Pure function, and
// a writer of one book for one thread.
#pragma once

#include <memory>
#include <string>

#include "catalog/book.hpp"
#include "formats/format.hpp"

namespace formats {

// The element alone, without an XML declaration, with all its namespaces. `base_uri` is that of
// WriteOptions.
void append_dublin_core(std::string& out, const catalog::Book& book, std::string_view base_uri);

std::unique_ptr<Writer> make_dublin_core_writer(const WriteOptions& options);

}  // namespace formats
