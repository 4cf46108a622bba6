// What an idempotency key keeps of a group of writes: what came of each, as a JSON text that names
// the versions of books but holds none, so that it is short. An element of a book that is shown has
// the members "b" and "v", its id and the version shown; SQL reads these. Pure functions, any
// thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "store/stored_book.hpp"

namespace store {

// The record of a write that was done; or why it was refused, with `current` without its document.
using GroupResult = std::variant<IdempotencyRecord, Refused>;

std::string pack_results(std::span<const WriteOutcome> outcomes);
// nullopt: what pack_results() did not make.
std::optional<std::vector<GroupResult>> unpack_results(std::string_view packed);

}  // namespace store
