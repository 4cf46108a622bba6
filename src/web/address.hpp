// Addresses of the pages, for links. Pure functions and values; any thread.
// A search is a list of parameters, decoded, in the order of the request.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/identity.hpp"

namespace web {

std::string book_address(catalog::BookId id);

// A filter takes 1 to 20 words: of a value that has none or more, no link can be made.
bool can_be_filter(std::string_view value);

using Parameter = std::pair<std::string, std::string>;

class SearchAddress {
 public:
  SearchAddress() = default;
  explicit SearchAddress(std::vector<Parameter> parameters) : parameters_(std::move(parameters)) {}

  const std::vector<Parameter>& parameters() const noexcept { return parameters_; }
  // Empty when it is not there.
  std::string_view value(std::string_view name) const noexcept;
  bool has(std::string_view name) const noexcept;

  SearchAddress with(std::string_view name, std::string_view value) const;
  SearchAddress without(std::string_view name) const;
  // "/busca?q=dom%20casmurro&ano=1899".
  std::string text(std::string_view path = "/busca") const;

 private:
  std::vector<Parameter> parameters_;
};

}  // namespace web
