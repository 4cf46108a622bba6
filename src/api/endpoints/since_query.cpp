#include "api/endpoints/since_query.hpp"

#include <array>
#include <limits>
#include <string>

#include "api/answer/query.hpp"
#include "api/answer/query_values.hpp"

namespace api {

catalog::Result<Since> read_since_query(std::string_view raw, std::size_t limit_max) {
  constexpr std::size_t limit_default = 100;
  const auto query = Query::read(raw, std::array<std::string_view, 2>{"desde", limit_name});
  if (!query) {
    return catalog::fail(query.error());
  }
  const auto after =
      number_in<std::int64_t>(*query, {"desde", 0, 0, std::numeric_limits<std::int64_t>::max()});
  if (!after) {
    return catalog::fail(after.error());
  }
  const auto limit = number_in<std::size_t>(*query, {limit_name, limit_default, 1, limit_max});
  if (!limit) {
    return catalog::fail(limit.error());
  }
  return Since{*after, *limit};
}

void add_next_page(http::Response& response, std::string_view path, const Since& next) {
  const std::string after = std::to_string(next.after);
  response.add("Link", '<' + std::string(path) + "?desde=" + after +
                           "&limite=" + std::to_string(next.limit) + ">; rel=\"next\"");
  response.add("X-Proximo-Cursor", after);
}

}  // namespace api
