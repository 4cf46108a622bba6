// All labels in use, in order of their words: for whoever has to know each of them. The records of
// the books are read, a part of the catalogue at a time, and no more labels are kept than are asked
// for. Used by one thread.
#pragma once

#include "search/index/index.hpp"
#include "search/query/reads.hpp"

namespace search {

// So many documents of each segment are read at a time: that takes some 10 ms.
inline constexpr std::size_t labelled_documents_max = 100'000;

Labels list_labels(const Snapshot& snapshot, ListLabels&& command,
                   std::size_t documents_max = labelled_documents_max);

}  // namespace search
