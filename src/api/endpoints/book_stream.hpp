// Books in an exchange format, made while they are sent: a part of them is read when the one before
// it is on its way. One I/O thread.
#pragma once

#include <memory>

#include "api/answer/settings.hpp"
#include "formats/format.hpp"
#include "http/body_stream.hpp"
#include "search/store.hpp"

namespace api {

struct BookStreamParts {
  std::shared_ptr<search::BookCursor> cursor;
  formats::Format format;
  std::unique_ptr<formats::Writer> writer;
  enum class Trailer : std::uint8_t { unwanted, wanted } trailer = Trailer::unwanted;
  std::shared_ptr<StreamPlace> place;
  std::shared_ptr<StreamCounts> counts;
};
inline constexpr std::string_view shortened_name = "X-Registros-Reduzidos";
std::shared_ptr<http::BodyStream> make_book_stream(BookStreamParts parts);

}  // namespace api
