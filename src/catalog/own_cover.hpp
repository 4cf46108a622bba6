// Covers that the catalogue keeps itself: what may be one, told by its first bytes, and how the
// `capa` of a book names it. The name holds no host, so that it is the same under every name of the
// service; it holds the hash of the image, so that each version of a book names its own. Pure
// functions, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/identity.hpp"

namespace catalog {

inline constexpr std::size_t cover_bytes_max = std::size_t{5} * 1024 * 1024;

// What every browser shows and no browser runs: SVG is a document.
enum class ImageType : std::uint8_t { jpeg, png, webp };
std::string_view media_type_of(ImageType type) noexcept;
inline constexpr std::string_view image_types = "image/jpeg, image/png, image/webp";
std::optional<ImageType> image_type_of(std::string_view bytes) noexcept;

// SHA-256 in small hexadecimal digits.
inline constexpr std::size_t cover_hash_size = 64;
bool is_cover_hash(std::string_view text) noexcept;

// "/livros/7/capa?v=HASH".
std::string own_cover_address(BookId book, std::string_view hash);
struct OwnCover {
  BookId book;
  std::string_view hash;
};
// nullopt: `cover` is no such name, but an address elsewhere.
std::optional<OwnCover> own_cover_in(std::string_view cover) noexcept;

}  // namespace catalog
