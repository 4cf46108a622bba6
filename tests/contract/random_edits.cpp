#include "contract/random_edits.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace contract {

using catalog::BookId;

store::Action RandomEdits::next_action() {
  const std::size_t draw = below(20);
  if (living_.empty() || draw < 8) {
    return store::Create{new_book(books_.next())};
  }
  const std::size_t place = any_of(living_);
  const BookId id = living_[place];
  if (draw < 12) {
    return store::Replace{id, new_book(books_.next())};
  }
  if (draw < 15) {
    catalog::BookPatch patch;
    patch.values = books_.next();
    patch.set = {catalog::Field::title, catalog::Field::subjects, catalog::Field::year};
    return store::Alter{id, std::move(patch)};
  }
  if (draw == 15) {
    return store::Restore{id, {1}};
  }
  if (draw < 18 && !dead_.empty()) {
    const std::size_t grave = any_of(dead_);
    const BookId back = dead_[grave];
    dead_.erase(dead_.begin() + static_cast<std::ptrdiff_t>(grave));
    living_.push_back(back);
    return store::Restore{back, {1}};
  }
  living_.erase(living_.begin() + static_cast<std::ptrdiff_t>(place));
  dead_.push_back(id);
  return store::Remove{id};
}

void RandomEdits::edit(WritingClient& client) {
  const store::Action action = next_action();
  const store::WriteOutcome outcome = client.write(action);
  if (!outcome) {
    throw std::runtime_error("an edit was refused");
  }
  if (std::holds_alternative<store::Create>(action)) {
    living_.push_back(outcome->book.id);
  }
  sequence_ = std::max(sequence_, outcome->sequence);  // some edits change nothing
}

std::vector<std::string> searches_of_few_values() {
  return {"mar",
          "acao",
          "o mar",
          "historia do mar",
          "am",
          "a",
          "s ce",
          "ação -sol",
          "\"do mar\"",
          "\"o amor\" 1984",
          "autor:mar",
          "assunto:amor mar",
          "-titulo:mar",
          "editora:sol -acao",
          "histria",
          "gaurda",
          "9788535914849",
          "0195101707 mar",
          "xyzzyplugh",
          ""};
}

}  // namespace contract
