// The words of a text that a search asked for, highlighted (<mark>). They are compared as in the
// search itself: folded, by spelling family, the last one also as a prefix. One thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/search_query.hpp"
#include "web/html.hpp"

namespace web {

class Marks {
 public:
  // Marks nothing.
  Marks() = default;
  // Families are looked for when the search did: it costs something for each word that is shown.
  enum class Spellings : std::uint8_t { as_typed, families };
  explicit Marks(const catalog::SearchQuery& query, Spellings spellings = Spellings::families);

  // The text, escaped, with <mark> around the words asked for.
  void write(Html& html, std::string_view text) const;

 private:
  bool wants(std::string_view folded) const;

  std::vector<std::string> words_;
  std::vector<std::string> families_;
  std::vector<std::string> prefixes_;
};

}  // namespace web
