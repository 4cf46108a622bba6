// A store that searches: answers what needs the search index and hands everything else to the store
// that keeps the books. The same on every backend, so that all of them find the same.
#pragma once

#include <filesystem>
#include <memory>

#include "base/log.hpp"
#include "base/metrics.hpp"
#include "store/store.hpp"

namespace search {

// The index lies in files without a name in `index_folder`, or in memory when there is none.
std::unique_ptr<store::Store> open(std::unique_ptr<store::Store> backend, base::Metrics& metrics,
                                   base::Log& log, const std::filesystem::path& index_folder = {});

}  // namespace search
