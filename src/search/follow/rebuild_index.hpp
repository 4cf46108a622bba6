// The index of a whole catalogue beside the request path: made at the end of a load, kept in the
// database. Used by one thread.
#pragma once

#include <cstdint>
#include <filesystem>

#include "store/maintenance.hpp"

namespace search {

// Reads every book and stores the index in the catalogue; how many books. Throws what the
// store throws.
// On the way there it lies in files without a name in `index_folder`, or in memory.
std::uint64_t make_index(store::Maintenance& catalogue,
                         const std::filesystem::path& index_folder = {});
// The same, unless a server would soon have caught up from what is stored.
void make_index_if_far(store::Maintenance& catalogue,
                       const std::filesystem::path& index_folder = {});

// True when a start should make the index anew instead of following so many changes.
bool is_far(std::int64_t changes, std::uint64_t books) noexcept;

}  // namespace search
