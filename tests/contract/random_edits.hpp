// Random but repeatable life of a catalogue: books made, replaced, altered, deleted and brought
// back through a client. The same seed makes the same edits on every store. One thread.
#pragma once

#include <cstdint>
#include <vector>

#include "contract/catalogue_model.hpp"
#include "contract/store_fixture.hpp"

namespace contract {

class RandomEdits {
 public:
  explicit RandomEdits(std::uint64_t seed) : books_(seed) {}

  // One edit, which must succeed.
  void edit(WritingClient& client);
  void edit(WritingClient& client, std::size_t count) {
    for (; count > 0; --count) {
      edit(client);
    }
  }
  std::size_t below(std::size_t bound) { return books_.below(bound); }

  catalog::Sequence sequence() const noexcept { return sequence_; }  // of the last edit
  std::size_t living() const noexcept { return living_.size(); }

 private:
  store::Action next_action();
  std::size_t any_of(const std::vector<catalog::BookId>& ids) { return below(ids.size()); }

  FewValuedBooks books_;
  std::vector<catalog::BookId> living_;
  std::vector<catalog::BookId> dead_;
  catalog::Sequence sequence_{0};
};

// What random books are searched by: words, prefixes, phrases, fields, typos, ISBNs.
std::vector<std::string> searches_of_few_values();

}  // namespace contract
