// How many living books a person, a subject or a title has. What is deleted is looked for up to
// bounds, beyond which counts are estimates. Pure functions; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "catalog/identity.hpp"
#include "search/index/segment_merger.hpp"
#include "search/query/reads.hpp"

namespace search {

// The documents of a value when the segment was written; `kind`: author or subject.
std::uint32_t persons_or_subjects(const Segment& segment, Suggestion::Kind kind,
                                  TermId value) noexcept;
// All values that are written with the key of this one.
NumberRange values_beside(const Segment& segment, TermId value);
// The values that are written with this key.
NumberRange values_with_key(const Segment& segment, const std::string& key);
// The documents of a value that live.
std::uint64_t living_books(const LivingSegment& one, Suggestion::Kind kind, TermId value);

// The places of one title in the order of titles: by one of them, or by its sort key.
NumberRange run_of_title(const Segment& segment, std::uint32_t place);
NumberRange run_of_title(const Segment& segment, const std::string& title_key);
// The documents of one title that live, in all its forms and in one of them.
struct TitleBooks {
  std::uint64_t all = 0;
  std::uint64_t of_form = 0;
  catalog::BookId book{};  // the first of the form
};
// The living documents of each form of a title, by its leading article: folded and with a blank
// behind it, empty for the form that has none.
std::map<std::string, std::uint64_t> forms_of_title(const LivingSegment& one, NumberRange run);
// The form with this article.
TitleBooks books_of_title(const LivingSegment& one, NumberRange run, const std::string& article);

}  // namespace search
