// What `check` asks of the covers that a catalogue keeps: each is what its name and its row say, is
// named by a book or by a version of one, and none that is named is missing. Pure functions and
// constants, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/cover.hpp"

namespace store {

// Says what is wrong with an image as it is kept.
std::optional<std::string> fault_of(const Cover& cover);

inline std::string cover_is_missing(std::string_view book) {
  return "a cover that is named is not kept: book " + std::string(book);
}
inline std::string cover_is_nobodys(std::string_view hash) {
  return "no book names the cover " + std::string(hash);
}

}  // namespace store
