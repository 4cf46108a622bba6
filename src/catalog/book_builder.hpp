// Parse once at the edge: every source of books (JSON, CSV, MARC) drives one builder, which trims,
// normalises to NFC, checks each value against catalog/limits.hpp and collects every error.
// finish() is the only way to BookFields made from outside input. One thread, one book.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/book.hpp"
#include "catalog/field.hpp"
#include "catalog/limits.hpp"
#include "catalog/problem.hpp"

namespace catalog {

// Where in a book an error lies: "/autores/3/nome" is {contributors, 3, "nome"}.
struct FieldPath {
  Field field;
  std::optional<std::size_t> index;
  std::string_view key;
};
std::string to_pointer(const FieldPath& path);

// Appends a name to an author line, behind "; ". False, and nothing done: the line would be longer
// than one may be. The first name is taken in any case.
bool append_author(std::string& line, std::string_view name);
// The author line that the contributors make, in whichever role or in one alone: the names that
// fit.
std::string author_line(std::span<const Contributor> contributors,
                        std::optional<std::string_view> role = std::nullopt);

class BookBuilder {
 public:
  // `current_year` bounds the year of publication (this year + 5).
  explicit BookBuilder(int current_year) noexcept : current_year_(current_year) {}

  // Scalars: title, subtitle, original_title, publisher, place, edition, language,
  // original_language, cdd, cdu, synopsis, cover. An empty optional text means absent.
  void text(Field field, std::string_view value);
  void author(std::string_view name);
  void author_unknown();  // null on purpose
  struct ContributorText {
    std::string_view name;
    std::optional<std::string_view> role{};
    std::optional<std::string_view> kind{};
  };
  void contributor(const ContributorText& contributor);
  void isbn(std::string_view value);
  void other_isbn(std::string_view value);
  struct IdentifierText {
    std::string_view type;
    std::string_view value;
  };
  // Kept without the label that people copy with it (catalog/identifier_value.hpp).
  void identifier(IdentifierText identifier);
  void year(std::int64_t value);
  void pages(std::int64_t value);
  void subject(std::string_view value);
  void tag(std::string_view value);
  void note(std::string_view value);  // empty: none
  struct LinkText {
    std::string_view url;
    std::optional<std::string_view> media_type{};
    std::optional<std::string_view> relation{};
    std::optional<std::string_view> note{};
  };
  void link(const LinkText& link);
  struct SeriesText {
    std::string_view name;
    std::optional<std::string_view> volume;
  };
  void series(SeriesText series);
  // One member of a series on its own, for a merge patch: the clean value; nullopt when refused.
  std::optional<std::string> series_name(std::string_view value);
  std::optional<std::string> series_volume(std::string_view value);
  // A JSON object already checked for syntax; minified here is the caller's duty.
  struct ExtraText {
    std::string_view json;
    std::size_t depth;
  };
  void extra(ExtraText extra);

  // An item of a list that the caller refused itself: keeps the positions of later ones right.
  void skip_item(Field list);
  // An error found by the caller (wrong type, unknown key, …). Beyond limits::errors_max they are
  // only counted; is_full() tells a caller that nobody will read what it would word.
  void refuse(FieldError error);
  void refuse_unseen() noexcept { ++errors_left_out_; }
  bool is_full() const noexcept { return errors_.size() >= limits::errors_max; }

  // Checks what spans fields (title present; author present, or derived from contributors by
  // joining their names with "; " up to the limit) and hands the book over, or every error.
  Result<BookFields> finish() &&;
  // As finish(), for a merge patch: nothing is required, nothing derived.
  Result<BookFields> finish_partial() &&;

 private:
  // How many items each list was offered: positions count what is dropped or refused, too.
  struct Offered {
    std::size_t contributors = 0;
    std::size_t other_isbns = 0;
    std::size_t identifiers = 0;
    std::size_t subjects = 0;
    std::size_t tags = 0;
    std::size_t notes = 0;
    std::size_t links = 0;
  };
  struct Terms {
    Field field;
    std::vector<std::string>& kept;
    std::vector<std::string>& keys;
    std::size_t& offered;
  };
  struct Bounds {
    std::size_t least;
    std::size_t most;
  };

  // `value` trimmed, in NFC and of an allowed length in code points; nullopt when it breaks a rule,
  // which is then noted.
  std::optional<std::string> clean(const FieldPath& path, std::string_view value, Bounds bounds);
  void language(Field field, std::string_view value);
  void cover(std::string_view value);
  // A media type in its canonical form; empty when there is none, nullopt when it is refused.
  std::optional<std::string> media_type(const FieldPath& path, std::string_view value);
  void add_term(const Terms& terms, std::string_view value);
  void refuse_at(const FieldPath& path, Rule rule, std::vector<std::string> arguments = {},
                 std::string_view value = {});
  // True when a list that keeps `kept` items has no room for another; noted once.
  bool is_overfull(Field list, std::size_t kept);
  void require(Field field);

  int current_year_;
  bool author_given_ = false;
  FieldSet overfull_;
  Offered offered_;
  BookFields fields_;
  std::vector<std::string> subject_keys_;
  std::vector<std::string> tag_keys_;
  std::vector<FieldError> errors_;
  std::size_t errors_left_out_ = 0;
};

}  // namespace catalog
