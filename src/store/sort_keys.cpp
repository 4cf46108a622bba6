#include "store/sort_keys.hpp"

#include <algorithm>
#include <bit>
#include <string_view>

#include "catalog/listing.hpp"
#include "catalog/sort_key.hpp"

namespace store {
namespace {

class Fnv1a {
 public:
  void add(std::string_view bytes) noexcept {
    for (const char byte : bytes) {
      hash_ = (hash_ ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
    }
    // A byte that no folded text holds, so that ("ab", "c") and ("a", "bc") differ.
    hash_ = (hash_ ^ 0xFFU) * 0x100000001b3U;
  }
  std::int64_t value() const noexcept { return std::bit_cast<std::int64_t>(hash_); }

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325U;
};

}  // namespace

SortKeys sort_keys(const catalog::BookFields& fields) {
  return {catalog::title_key(fields), catalog::author_key(fields),
          fields.year ? std::int64_t{*fields.year} : catalog::unknown_year_key};
}

std::int64_t duplicate_key(const SortKeys& keys) {
  Fnv1a hash;
  hash.add(keys.title);
  hash.add(keys.author);
  hash.add(std::to_string(keys.year));
  return hash.value();
}

std::vector<catalog::Isbn> isbns_of(const catalog::BookFields& fields) {
  std::vector<catalog::Isbn> isbns = fields.other_isbns;
  if (fields.isbn) {
    isbns.push_back(*fields.isbn);
  }
  std::sort(isbns.begin(), isbns.end());
  isbns.erase(std::unique(isbns.begin(), isbns.end()), isbns.end());
  return isbns;
}

}  // namespace store
