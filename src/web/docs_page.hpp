// The page /docs: the contract of the API for people. Its text is made of openapi.yaml when the
// program is built (tools/reference.py); where the build had Swagger UI, a script puts that in the
// place of the text. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "catalog/problem.hpp"
#include "web/layout.hpp"

namespace web {

struct CompressedText {
  std::string_view zstd;
  std::size_t bytes;      // uncompressed
  std::string_view hash;  // of the text
};

// The reference as HTML: the opening of the page, every operation, the shapes of their bodies.
CompressedText docs_reference(catalog::Language language) noexcept;

// The whole page. `reference` is docs_reference() uncompressed; `origin`, the server's address as
// its reader knows it, goes into the lines for curl.
std::string docs_document(const View& view, std::string_view reference, std::string_view origin);

}  // namespace web
