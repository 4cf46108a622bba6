#include "search/document_columns.hpp"

#include <algorithm>

namespace search {

DocNumber DocumentColumns::find(std::int64_t id) const noexcept {
  const auto at = std::lower_bound(ids.begin(), ids.end(), id);
  return at != ids.end() && *at == id ? static_cast<DocNumber>(at - ids.begin()) : no_doc;
}

std::size_t DocumentColumns::memory_bytes() const noexcept {
  return ids.capacity() * sizeof(std::int64_t) + updated_ms.capacity() * sizeof(std::int64_t) +
         years.capacity() * sizeof(std::int16_t) + languages.capacity() * sizeof(std::uint32_t) +
         title_words.capacity() + article_words.capacity() +
         ends.capacity() * sizeof(std::uint32_t) + bytes.capacity();
}

void read_counted(const unsigned char* at, CountedValues& values) {
  values.author = take_varint(at);
  values.publisher = take_varint(at);
  for (auto* const list : {&values.subjects, &values.tags}) {
    list->clear();
    for (std::uint32_t left = take_varint(at); left > 0; --left) {
      list->push_back(take_varint(at));
    }
  }
}

}  // namespace search
