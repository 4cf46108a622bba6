// Whole-catalogue work beside the request path: loading files and reading everything in order.
// Used by the CLI (and later by import jobs) on a thread of its own, never on an I/O thread.
// Calls block; a broken environment throws (store/*/connection), bad books are outcomes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalog/book.hpp"
#include "catalog/new_book.hpp"
#include "catalog/problem.hpp"
#include "store/book_document.hpp"
#include "store/catalogue_copy.hpp"
#include "store/index_store.hpp"
#include "store/key_store.hpp"
#include "store/merge_books.hpp"

namespace store {

class Loader {
 public:
  virtual ~Loader() = default;
  // One outcome per book, in order: nullopt when kept, else why not (id_in_use; invalid_book for a
  // change claimed before the making). What a book claims (id, version, instants) is kept, the rest
  // is given: an export loaded into an empty catalogue has the same live books. Superseded
  // versions, deletions and the sequence number are no part of it; a backup has them.
  virtual std::vector<std::optional<catalog::Problem>> add(
      std::span<const catalog::NewBook> books) = 0;
  // The same where books may be known already, one after another; slower.
  virtual std::vector<Merged> merge(std::span<const catalog::NewBook> books, IfKnown if_known) = 0;
  // Makes everything durable and searchable. Without it nothing promised is kept.
  virtual void finish() = 0;
};

// tried: every outcome is what it would be, and nothing is kept; memory may grow with what is
// tried.
enum class LoadEffect : std::uint8_t { kept, tried };

// A file that was loaded once.
struct ImportedFile {
  std::string sha256;  // in hexadecimal digits
  std::string name;
  base::Instant at;
  std::int64_t books = 0;  // that it brought
};

class Scan {
 public:
  virtual ~Scan() = default;
  // Live books by ascending id, from one consistent snapshot; nullopt at the end.
  virtual std::optional<BookDocument> next_document() = 0;
  // Throws what the store throws for a damaged one. For any thread.
  virtual catalog::Book parsed(const BookDocument& document) const = 0;
  std::optional<catalog::Book> next() {
    const auto document = next_document();
    return document ? std::optional(parsed(*document)) : std::nullopt;
  }
  virtual std::uint64_t total() const = 0;
  // The snapshot's sequence number.
  virtual catalog::Sequence as_of() const = 0;
};

// The faults that `check` found, one English sentence each; empty means sound.
using Findings = std::vector<std::string>;
inline constexpr std::size_t findings_max = 100;

// A catalogue opened for such work. Everything handed out must be gone before it.
class Maintenance {
 public:
  virtual ~Maintenance() = default;

  // Names of the migrations that opening ran.
  virtual const std::vector<std::string>& migrations_run() const noexcept = 0;
  // Live books, as the catalogue counts them: at once, whatever is still to be prepared.
  virtual std::uint64_t book_count() = 0;
  // One at a time, and no scan beside it.
  virtual std::unique_ptr<Loader> loader(LoadEffect effect) = 0;
  // The last time that a file of these bytes was loaded.
  virtual std::optional<ImportedFile> imported_before(const std::string& sha256) = 0;
  virtual void note_import(const ImportedFile& file) = 0;
  virtual std::unique_ptr<Scan> scan() = 0;
  virtual Findings check() = 0;
  virtual std::unique_ptr<IndexStore> index_store() = 0;
  virtual std::unique_ptr<KeyStore> keys() = 0;
  // Neither beside a loader or a scan.
  virtual std::unique_ptr<CopyReader> copy_reader() = 0;
  // Throws CannotOpen (exists) unless the catalogue is empty or an unfinished copy.
  virtual std::unique_ptr<CopyWriter> copy_writer() = 0;

 protected:
  Maintenance() = default;
  Maintenance(const Maintenance&) = default;
  Maintenance& operator=(const Maintenance&) = default;
};

}  // namespace store
