// The summaries of one record as the one synopsis of a book: joined by a blank line, in their
// order, as long as they fit. One that does not fit is a note. One record, one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace formats {

class Summaries {
 public:
  // The first is cut to what a synopsis may hold, and its end is left over; the same text again is
  // left out.
  void add(std::string_view summary);

  const std::string& synopsis() const noexcept { return synopsis_; }
  const std::vector<std::string>& left_over() const noexcept { return left_over_; }

 private:
  std::string synopsis_;
  std::vector<std::string> known_;
  std::vector<std::string> left_over_;
};

}  // namespace formats
