#include "store/page_room.hpp"

#include <string>
#include <utility>
#include <vector>

namespace store {
namespace {

// What an item costs beside its text.
constexpr std::size_t item_bytes = 16;
constexpr std::size_t book_bytes = 128;

std::size_t bytes_of(const std::vector<std::string>& texts) noexcept {
  std::size_t bytes = 0;
  for (const std::string& text : texts) {
    bytes += item_bytes + text.size();
  }
  return bytes;
}

}  // namespace

void PageRoom::take(const catalog::Book& book) noexcept {
  const catalog::BookFields& fields = book.fields;
  ++entries_;
  bytes_ += book_bytes + (fields.author ? fields.author->size() : 0);
  for (const std::string* const text :
       {&fields.title, &fields.subtitle, &fields.original_title, &fields.publisher, &fields.place,
        &fields.edition, &fields.synopsis, &fields.cover, &fields.extra}) {
    bytes_ += text->size();
  }
  for (const catalog::Contributor& one : fields.contributors) {
    bytes_ += item_bytes + one.name.size();
  }
  for (const catalog::Identifier& one : fields.identifiers) {
    bytes_ += item_bytes + one.value.size();
  }
  bytes_ += bytes_of(fields.subjects) + bytes_of(fields.tags);
  bytes_ += item_bytes * fields.other_isbns.size();
}

void append(History& history, PageRoom& room, VersionEntry&& entry) {
  if (!room.admits()) {
    history.end = End::more;
    return;
  }
  if (entry.book) {
    room.take(*entry.book);
  } else {
    room.take_without_book();
  }
  history.entries.push_back(std::move(entry));
}

}  // namespace store
