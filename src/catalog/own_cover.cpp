#include "catalog/own_cover.hpp"

#include <algorithm>
#include <charconv>

namespace catalog {
namespace {

constexpr std::string_view before_id = "/livros/";
constexpr std::string_view before_hash = "/capa?v=";

}  // namespace

std::string_view media_type_of(ImageType type) noexcept {
  switch (type) {
    case ImageType::jpeg:
      return "image/jpeg";
    case ImageType::png:
      return "image/png";
    case ImageType::webp:
      return "image/webp";
  }
  return {};
}

std::optional<ImageType> image_type_of(std::string_view bytes) noexcept {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) {
    return ImageType::jpeg;
  }
  if (bytes.starts_with("\x89PNG\r\n\x1A\n"sv)) {
    return ImageType::png;
  }
  // RFC 9649 section 2.4: the length of the file stands between the two.
  if (bytes.starts_with("RIFF"sv) && bytes.size() > 12 && bytes.substr(8, 4) == "WEBP"sv) {
    return ImageType::webp;
  }
  return std::nullopt;
}

bool is_cover_hash(std::string_view text) noexcept {
  return text.size() == cover_hash_size && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::string own_cover_address(BookId book, std::string_view hash) {
  std::string address(before_id);
  return address.append(std::to_string(book.value)).append(before_hash).append(hash);
}

std::optional<OwnCover> own_cover_in(std::string_view cover) noexcept {
  if (!cover.starts_with(before_id)) {
    return std::nullopt;
  }
  cover.remove_prefix(before_id.size());
  OwnCover own{};
  const auto [end, error] =
      std::from_chars(cover.data(), cover.data() + cover.size(), own.book.value);
  const auto digits = static_cast<std::size_t>(end - cover.data());
  if (error != std::errc{} || own.book.value < 1 || cover.front() == '0') {
    return std::nullopt;
  }
  cover.remove_prefix(digits);
  if (!cover.starts_with(before_hash) || !is_cover_hash(cover.substr(before_hash.size()))) {
    return std::nullopt;
  }
  own.hash = cover.substr(before_hash.size());
  return own;
}

}  // namespace catalog
