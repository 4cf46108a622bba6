// A slice of a file that is imported: records read already, and what becomes of them, once for
// every SQL store over its WriteTables. Inside the slice's transaction, on its thread. Undoing is
// here too.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "catalog/new_book.hpp"
#include "catalog/problem.hpp"
#include "store/apply_write.hpp"
#include "store/merge_books.hpp"
#include "store/write_tables.hpp"

namespace store {

using ImportId = std::int64_t;

inline constexpr std::size_t slice_records_max = 1000;
inline constexpr std::size_t slice_bytes_max = std::size_t{4} * 1024 * 1024;
inline constexpr std::size_t sample_books_max = 20;
inline constexpr std::size_t excerpt_bytes_max = 200;
// The first of an import; the others are counted only.
inline constexpr std::int64_t import_warnings_max = 1000;

struct ImportCounts {
  std::int64_t bytes_read = 0;
  std::int64_t records = 0;
  std::int64_t created = 0;
  std::int64_t updated = 0;
  std::int64_t ignored = 0;
  std::int64_t refused = 0;
  std::int64_t warnings = 0;

  ImportCounts& operator+=(const ImportCounts& more) noexcept;
  bool operator==(const ImportCounts&) const = default;
};

struct UndoCounts {
  std::int64_t deleted = 0;
  std::int64_t reverted = 0;
  std::int64_t kept = 0;
  bool operator==(const UndoCounts&) const = default;
};

// One reason why a record was refused, or (record 0) why the file was.
struct ImportFault {
  std::int64_t record = 0;
  std::int64_t line = 0;
  std::string pointer;
  std::string code;  // slug of a rule or of a problem
  std::vector<std::string> arguments;
  std::string value;
  std::string why_in_portuguese;  // in place of the code's own wording
  std::string why_in_english;
  std::string excerpt;
  bool operator==(const ImportFault&) const = default;
};
// A value of a record that was read otherwise than it stands there.
struct ImportWarning {
  std::int64_t record = 0;
  std::int64_t line = 0;
  std::string column;  // a heading, the tag of a field
  std::string value;
  std::string why_in_portuguese;
  std::string why_in_english;
  bool operator==(const ImportWarning&) const = default;
};
struct CodeCount {
  std::string code;
  std::int64_t count = 0;
  bool operator==(const CodeCount&) const = default;
};
std::string pack(const std::vector<CodeCount>& counts);
std::vector<CodeCount> unpack_codes(std::string_view packed);
// Both wordings as one text; empty without any.
std::string packed_why(const ImportFault& fault);
std::string packed_why(const ImportWarning& warning);
void unpack_why(ImportWarning& warning, std::string_view packed);
// Adds books, one a line, up to sample_books_max of them. Their documents hold no line breaks.
void append_sample(std::string& sample, const std::vector<std::string>& books);
void count_codes(std::vector<CodeCount>& counts, const std::vector<ImportFault>& faults);

// A record as a reader gave it.
struct ImportItem {
  std::int64_t record = 0;
  std::int64_t line = 0;
  catalog::Result<catalog::NewBook> book;
  std::vector<ImportFault> faults{};  // of a refused one, as far as the reader can tell more
  std::string control{};              // the control number of whoever made the file
  std::string bytes{};                // as it came
  std::vector<ImportWarning> warnings{};
  std::int64_t more_warnings = 0;  // that are counted only
  AddedOnly added_only{};
};

enum class Simulate : std::uint8_t { no, yes };

struct ImportPolicy {
  IfKnown if_known = IfKnown::create;
  std::vector<MatchBy> match{MatchBy::isbn, MatchBy::title};
  Simulate simulate = Simulate::no;
};

struct ImportSlice {
  ImportId id = 0;
  ImportPolicy policy;
  std::vector<ImportItem> items;
  std::int64_t records_before = 0;  // committed before it; another number: it comes too late
  std::int64_t bytes_read = 0;      // of the file, up to the end of this slice
  std::string encoding{};
  std::string refused_begin{};  // what a file of refused records begins with
  base::Instant now{};
};

// What became of the slice's records, for the rows that every store writes beside its books.
struct SliceWork {
  struct Touched {
    std::optional<Version> before;  // nullopt: made by this slice
    Version version;
  };
  struct Control {
    std::string control;
    BookId book;
  };
  ImportCounts counts;
  std::vector<ImportFault> faults;
  std::vector<ImportWarning> warnings;  // the first import_warnings_max
  std::string refused;
  std::map<BookId, Touched> touched;
  std::vector<Control> controls;
  std::vector<std::string> sample;  // of a slice that is only tried
};
// How long the writer was kept, and whether others waited for it meanwhile.
struct WriterTime {
  std::chrono::steady_clock::duration took{};
  bool others_wait = false;
};
struct SliceOutcome {
  ImportCounts counts;  // of the whole import, behind this slice
  WriterTime time{};
};
struct UndoOutcome {
  End end = End::reached;  // `more` when there are other books to be undone
  WriterTime time{};
};

// Books by the control number of a file; a hint.
class ControlIndex {
 public:
  virtual std::vector<BookId> with_control(const std::string& control) = 0;

 protected:
  ~ControlIndex() = default;
};

// "importacao 7": who made the versions of an import.
std::string actor_of(ImportId id);
// How an identifier keeps a control number: "controle:DLC 12345".
std::string control_value(std::string_view control);

// Text of a file for people: on one line, and not too long.
std::string shown_excerpt(std::string_view text);

// What was read otherwise: a column's name and what stood in it, both of any length.
struct ReadOtherwise {
  std::string_view column;
  std::string_view value;
  catalog::Wording why;
};
ImportWarning warning_of(const ReadOtherwise& read, std::int64_t record, std::int64_t line);

// Where a fault was found. The excerpt may be any bytes, of any length.
struct FaultPlace {
  std::int64_t record = 0;
  std::int64_t line = 0;
  std::string_view excerpt{};
};
// One for each error of a problem; at least one.
std::vector<ImportFault> faults_of(const catalog::Problem& problem, const FaultPlace& where);

SliceWork apply_slice(const ImportSlice& slice, WriteTables& tables, ControlIndex& controls,
                      WriteApplier::Batch& batch);

// A book of an import that is to be undone.
struct ImportedBook {
  BookId id;
  std::optional<Version> before;
  Version version;
};
enum class Undone : std::uint8_t { deleted, reverted, kept_changed, kept_deleted };
// What undoing the book is for a store that has to load what it works on.
Write undoing(ImportId id, const ImportedBook& book);
Undone undo_book(ImportId id, const ImportedBook& book, WriteTables& tables, WriteApplier& applier,
                 WriteApplier::Batch& batch);

}  // namespace store
