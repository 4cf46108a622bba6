// The text of a reference while it is written: marks that are escaped, emphasis, and the one full
// stop where two would meet. Append only; one thread.
#pragma once

#include <string>
#include <string_view>

#include "formats/write_options.hpp"

namespace formats {

class ReferenceText {
 public:
  explicit ReferenceText(ReferenceForm::Markup markup) noexcept : markup_(markup) {}

  // What the book says.
  void add(std::string_view text);
  // Signs of the norm's own.
  void add_sign(std::string_view sign);
  void add_strong(std::string_view text);
  // Latin abbreviations: "et al.", "S. l.".
  void add_latin(std::string_view text);
  // Ends an element: a full stop, unless its text ends in one, or in "?", "!" or "…".
  void stop();

  bool empty() const noexcept { return out_.empty(); }
  std::string take() noexcept { return std::move(out_); }

 private:
  void add_marked(std::string_view text, std::string_view html, std::string_view markdown);

  ReferenceForm::Markup markup_;
  std::string out_;
  std::string last_;  // the last text that was added, without markup
};

}  // namespace formats
