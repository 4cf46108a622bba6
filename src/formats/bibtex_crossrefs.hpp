// Entries of BibTeX that take what they lack from another one (`crossref`), which mostly follows
// them: they wait for it, and come without it at the end. What waits and what is remembered is
// bounded; an entry that finds no room is read as it is. One file, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/bibtex_fields.hpp"

namespace formats {

class BibtexCrossrefs {
 public:
  struct Waiting {
    BibtexEntry entry;
    std::uint64_t line = 0;
    std::string bytes;
  };

  // True when the entry is whole: it asks for no other, or that one is known and has given what it
  // has.
  bool complete(BibtexEntry& entry) const;
  // False: no room.
  bool hold(Waiting&& waiting);
  // Others may ask for this one; those that waited for it can be taken.
  void see(const BibtexEntry& entry);
  // Nothing more will come: those that still wait can be taken. False: there are none.
  bool release();
  std::optional<Waiting> take();

 private:
  using Fields = std::vector<BibtexField>;

  std::map<std::string, Fields> known_;
  std::size_t known_bytes_ = 0;
  std::multimap<std::string, Waiting> waiting_;  // by the key of whom they wait for
  std::size_t waiting_bytes_ = 0;
  std::deque<Waiting> ready_;
};

}  // namespace formats
