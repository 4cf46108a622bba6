// The versions of a book, newest first, with what each changed. Pure functions, any thread.
// A deletion has no fields, and nothing is compared with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/book.hpp"
#include "web/layout.hpp"

namespace web {

enum class VersionKind : std::uint8_t { created, changed, deleted, restored };

struct ShownVersion {
  catalog::Version version;
  VersionKind kind;
  base::Instant at;
  std::string actor;                  // empty: nobody in particular
  std::optional<catalog::Book> book;  // nullopt: a deletion
};

struct HistoryPage {
  catalog::BookId id;
  std::vector<ShownVersion> versions;           // newest first
  std::optional<ShownVersion> before;           // the one older than the last, to compare with
  std::optional<catalog::Version> older_until;  // further pages begin with this version
  catalog::Version live;                        // 0: the book is deleted
};

std::string history_document(const View& view, const HistoryPage& page);

}  // namespace web
