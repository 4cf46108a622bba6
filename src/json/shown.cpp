// Keys and values of a document as people are told of them.
#include "base/text.hpp"
#include "json/reader.hpp"

namespace json {

std::string_view spelling_of(Value value) noexcept {
  switch (value.kind()) {
    case Kind::array:
      return "[…]";
    case Kind::object:
      return "{…}";
    case Kind::null:
    case Kind::boolean:
    case Kind::number:
    case Kind::string:
      return value.source();
  }
  return {};
}

void append_pointer(std::string& pointer, std::string_view key) {
  pointer += '/';
  for (const char c : base::abridged(key, pointer_key_max)) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
}

}  // namespace json
