// The picture of a book without a cover, as a PNG. tools/placeholder_cover.py draws it when the
// program is built. Any thread.
#pragma once

#include <string_view>

namespace api {

std::string_view placeholder_cover() noexcept;

}  // namespace api
