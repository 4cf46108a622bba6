// JSON-LD after schema.org: a Book, or many in a @graph. Nothing in it is outside of schema.org, so
// its context is the whole vocabulary. Also what the page of a book carries. One thread.
#pragma once

#include <memory>
#include <string>

#include "catalog/book.hpp"
#include "formats/format.hpp"

namespace formats {

std::unique_ptr<Writer> make_jsonld_writer(const WriteOptions& options);

// One Book; `address` is its @id. With `context` it stands alone.
enum class JsonldContext : std::uint8_t { given, left_out };
void append_jsonld(std::string& out, const catalog::Book& book, std::string_view address,
                   JsonldContext context);

}  // namespace formats
