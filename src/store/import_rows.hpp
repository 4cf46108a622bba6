// The columns of the tables of imports, in the order in which both SQL stores read them. Constants,
// any thread.
#pragma once

#include <string_view>

namespace store {

inline constexpr std::string_view import_columns =
    "id, state, parameters, actor, sha256, bytes, repeats, created_ms, started_ms, finished_ms,"
    " undone_ms, encoding, bytes_read, records, created, updated, ignored, refused, warnings, "
    "codes,"
    " sample, undo_begun, deleted, reverted, kept";
inline constexpr std::string_view fault_columns =
    "record, line, pointer, code, arguments, value, why, excerpt";
inline constexpr std::string_view warning_columns = "record, line, field, value, why";

}  // namespace store
