// A list as the contract says it, computed the slow way from books in memory: what every store's
// pages are compared with. Also the random books it is compared on. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "catalog/listing.hpp"

namespace contract {

class CatalogueModel {
 public:
  void add(catalog::Book book) { books_.push_back(std::move(book)); }
  void remove(catalog::BookId id);
  const std::vector<catalog::Book>& books() const noexcept { return books_; }

  // Every book that matches, in order.
  std::vector<catalog::Book> list(const catalog::Filter& filter,
                                  const std::vector<catalog::Sort>& order) const;

 private:
  std::vector<catalog::Book> books_;
};

bool matches(const catalog::Filter& filter, const catalog::Book& book);
bool comes_before(const catalog::Book& left, const catalog::Book& right,
                  const std::vector<catalog::Sort>& order);

// Few different values, so that many books are alike in some field.
class FewValuedBooks {
 public:
  explicit FewValuedBooks(std::uint64_t seed) : random_(seed) {}
  catalog::BookFields next();
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

 private:
  std::string words(std::size_t most);

  std::mt19937_64 random_;
};

}  // namespace contract
