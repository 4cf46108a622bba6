// The query of a list from a number on: ?desde=N&limite=M, the entries after N, at most M of them,
// and the link to those after these. Pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "catalog/problem.hpp"
#include "http/message.hpp"

namespace api {

struct Since {
  std::int64_t after;
  std::size_t limit;
};

// 100 entries unless told, at most `limit_max`. Failures: unknown_parameter, bad_parameter.
catalog::Result<Since> read_since_query(std::string_view raw, std::size_t limit_max);

// As a link, and by X-Proximo-Cursor: generated clients read headers, but no Link.
void add_next_page(http::Response& response, std::string_view path, const Since& next);

}  // namespace api
