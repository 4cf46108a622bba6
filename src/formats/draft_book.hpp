// A book out of a citation or another loose record. What is too long is cut, what is too much or
// cannot be read as what its field holds is left out. A warning tells each, so that only a missing
// title refuses the book.
// One record, one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/book_builder.hpp"
#include "catalog/new_book.hpp"
#include "formats/csv_extra.hpp"
#include "formats/format.hpp"
#include "formats/summaries.hpp"

namespace formats {

class DraftBook {
 public:
  explicit DraftBook(int current_year) : current_year_(current_year), builder_(current_year) {}

  // A field that has one value keeps the first, a synopsis all. Texts are in UTF-8.
  void text(catalog::Field field, std::string_view value);
  // "Title: subtitle" as citations write both: the first ": " parts them.
  void title_and_subtitle(std::string_view value);
  struct Person {
    std::string_view name;
    std::string_view role = "aut";
    std::string_view kind = "pessoa";
  };
  void person(const Person& person);
  // The ISBNs in it; what is none is kept as such, with a warning under this heading.
  void isbns(std::string_view heading, std::string_view value);
  void identifier(std::string_view type, std::string_view value);
  void year(std::string_view value);
  void pages(std::string_view value);
  void language(catalog::Field field, std::string_view value);
  void subject(std::string_view value);
  void note(std::string_view value);
  // A note a line, as the own exports join them.
  void notes(std::string_view lines);
  // The book that a chapter stands in, and who made it, as a note: "Em: O livro / Silva, Ana".
  void part_of(std::string_view title, std::string_view makers = {});
  // How many volumes the work has, as a note: "4 v.".
  void volumes(std::string_view count);
  // Addresses of which nothing is told: of the text when one is that of a file.
  void link(std::string_view urls);
  // The field is for the address of the text.
  void text_link(std::string_view url) { link(url, "texto"); }
  // An attached file: an image when its address ends as one, else a link.
  void attachment(std::string_view url);
  // The cover, or a link when there is one already.
  void image(std::string_view url);
  // A class number of Dewey; any other call number goes to `extra` under its heading.
  void call_number(std::string_view heading, std::string_view value);
  // Each behind the first is a note: "Série: Clássicos".
  void series(std::string_view name);
  void series_volume(std::string_view volume) { keep_first(volume_, volume); }
  // The volume of the work itself, beside its number in a series: a note.
  void work_volume(std::string_view volume) { keep_first(work_volume_, volume); }

  bool has(catalog::Field field) const noexcept { return given_.has(field); }
  void warn(std::string_view heading, std::string_view value, const catalog::Wording& why);

  // The book, or why it is none, and the warnings.
  void finish(Record& record) &&;

 private:
  static void keep_first(std::string& kept, std::string_view value);
  // The list is full: the first that is left out is told.
  void leave_out(catalog::Field list, std::string_view value);
  // Cut to the limit, which is told.
  std::string fitted(catalog::Field field, std::string_view value, std::size_t code_points_max);
  void link(std::string_view url, std::string_view relation);
  void put_people();
  void put_summaries();
  void put_series();

  struct Kept {
    std::string name;
    std::string role;
    std::string kind;
    bool operator==(const Kept&) const = default;
  };

  int current_year_;
  catalog::BookBuilder builder_;
  catalog::FieldSet given_;
  std::vector<Kept> people_;
  std::vector<std::string> isbns_;
  std::vector<std::string> subjects_;
  std::size_t identifiers_ = 0;
  std::size_t notes_ = 0;
  Summaries summaries_;
  CsvExtra extra_;
  std::vector<std::string> links_;
  std::string title_;  // folded
  std::string series_;
  std::string volume_;
  std::string work_volume_;
  std::vector<Written> warnings_;
};

}  // namespace formats
