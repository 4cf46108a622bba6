// RIS, the tagged form of Reference Manager, EndNote and Zotero, as a Reader. References to books
// become books, others are refused by themselves ("/TY"). One thread. Memory is bounded by one
// reference plus one slice.
#pragma once

#include <cstddef>
#include <memory>

#include "formats/format.hpp"

namespace formats {

inline constexpr std::size_t ris_record_bytes_max = std::size_t{1} << 20;

std::unique_ptr<Reader> make_ris_reader(const ReadOptions& options);

}  // namespace formats
