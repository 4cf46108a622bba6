#include "store/cover_check.hpp"

#include "base/sha256.hpp"

namespace store {

std::optional<std::string> fault_of(const Cover& cover) {
  const auto wrong = [&](std::string_view what) {
    return std::string(what).append(" the cover ").append(cover.hash);
  };
  if (base::hexadecimal(base::sha256(cover.bytes)) != cover.hash) {
    return wrong("the hash of its bytes does not name");
  }
  if (catalog::image_type_of(cover.bytes) != cover.type) {
    return wrong("another type than that of its bytes has");
  }
  if (cover.bytes.size() > catalog::cover_bytes_max) {
    return wrong("more bytes than are taken has");
  }
  return std::nullopt;
}

}  // namespace store
