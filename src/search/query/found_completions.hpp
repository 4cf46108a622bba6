// What was found for a half-typed search, each person, subject and title once, with its standing;
// gives the best of them as they are written. Used by one thread; the snapshot and the search must
// outlive it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "search/query/completions.hpp"
#include "search/query/typed_words.hpp"

namespace search {

// How what is found holds the words, best first.
enum class Closeness : std::uint8_t { begins_whole, inside_whole, begins, inside };
enum class Stage : std::uint8_t { as_typed, other_spelling, without_slip };
using Standing = std::pair<Stage, Closeness>;

// Looked at beside those that are shown: some may be of deleted books only.
inline constexpr std::size_t spare_completions = 6;

class FoundCompletions {
 public:
  using Kind = Suggestion::Kind;
  // `most`: of each kind.
  FoundCompletions(const Snapshot& snapshot, const TypedSearch& search, std::size_t most);

  void add_value(std::size_t segment, Kind kind, TermId value, Standing standing);
  // Adds each form of the title at this place, with and without an article, that begins so.
  void add_title(std::size_t segment, std::uint32_t place, Standing standing,
                 const std::string& begin);
  bool empty() const noexcept;
  // True when as many as are wanted stand no worse.
  bool has_enough(Kind kind, Standing worst) const;

  std::vector<Completion> best_values(Kind kind);
  std::vector<Completion> best_titles();

 private:
  struct Found {
    Standing standing{};
    std::uint64_t books = 0;  // to choose by
    // Where it was met: the values with its key, or the places of the title.
    struct Met {
      std::size_t segment;
      NumberRange numbers;
    };
    std::vector<Met> met;
    const Met* met_in(std::size_t segment) const noexcept {
      const auto at = std::ranges::find(met, segment, &Met::segment);
      return at == met.end() ? nullptr : &*at;
    }
    // These are set of a title.
    std::string article;
    std::string title_key;
  };
  using AllFound = std::map<std::string, Found, std::less<>>;  // by key

  AllFound& found_of(Kind kind) noexcept { return found_[static_cast<std::size_t>(kind)]; }
  bool is_wanted(const std::string& key) const;
  std::vector<const AllFound::value_type*> in_order(Kind kind);
  void count_elsewhere(Kind kind, const std::string& key, Found& found) const;

  const Snapshot& snapshot_;
  const TypedSearch& search_;
  const std::size_t most_;
  // How many are counted: where books are deleted, more than are shown.
  const std::size_t looked_at_;
  std::array<AllFound, 3> found_;
};

}  // namespace search
