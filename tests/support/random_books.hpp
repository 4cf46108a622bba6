// Books with every field and every nasty character that the rules allow, for properties such as
// "what is written is read back equal". The same seed makes the same books on every machine.
// One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

#include "catalog/book.hpp"
#include "catalog/book_builder.hpp"

namespace support {

class RandomBooks {
 public:
  explicit RandomBooks(std::uint64_t seed) : random_(seed) {}

  catalog::Book next();

 private:
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
  bool one_in(std::size_t count) { return below(count) == 0; }

  std::string text(std::size_t code_points_max);
  std::string synopsis();
  std::string isbn();
  std::string extra();
  void fill_names(catalog::BookBuilder& book);
  void fill_texts(catalog::BookBuilder& book);
  void fill_lists(catalog::BookBuilder& book);

  std::mt19937_64 random_;
};

}  // namespace support
