// The query string of a request as decoded name/value pairs, refused as a whole when a name is
// unknown, repeated or badly encoded: a parameter that does nothing must not look as if it did. A
// comma list may come in parts: `campos=id&campos=autor` is `campos=id,autor`.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/answer/plan.hpp"
#include "catalog/problem.hpp"

namespace api {

class Query {
 public:
  // Failures: unknown_parameter (with the nearest known name), bad_parameter.
  static catalog::Result<Query> read(std::string_view raw, std::span<const std::string_view> known);

  std::optional<std::string_view> value(std::string_view name) const noexcept;

 private:
  using Pair = std::pair<std::string, std::string>;
  std::vector<Pair> pairs_;
};

// For endpoints without parameters.
inline catalog::Result<Query> no_parameters(const Request& request) {
  return Query::read(request.http.query, {});
}

}  // namespace api
