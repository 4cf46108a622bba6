// JSON values written again: minified, and merged as RFC 7396 says. Strings and numbers keep the
// spelling they were sent in; members keep their order. Pure functions, any thread.
// What these return is itself strict JSON.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "json/reader.hpp"

namespace json {

// `value` without white space between its tokens.
void append_minified(std::string& out, Value value);

// Levels of arrays and objects: 0 for a scalar, 1 for {} and [], 2 for {"a":[]}.
std::size_t depth_of(Value value) noexcept;

// The result of an RFC 7396 merge patch. The target's members come first, in their order; new ones
// follow in the patch's order.
void append_merged(std::string& out, Value target, Value patch);

// The same on texts; an Error of whichever of them is not JSON, the target first.
struct MergeTexts {
  std::string_view target;
  std::string_view patch;
};
Result<std::string> merge_patch(const MergeTexts& texts);

}  // namespace json
