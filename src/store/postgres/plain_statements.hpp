// The SQL of a batch of nothing but new books whose ids the database gives: written in one
// exchange, without reading first. Pure functions but for the results they take apart.
#pragma once

#include "store/postgres/write_load_sql.hpp"
#include "store/postgres/write_mark.hpp"

namespace postgres {

// One transaction: the reading of what the answers tell (likely duplicates), then the writing. An
// id that is used fails the batch: by the insertion when its book lives, else by a NULL version.
// The changes of `tables` are such books under provisional ids; they get the spare ones first.
Loading plain_statements(const WriteBatchTables& tables,
                         const std::vector<catalog::BookId>& spare_ids, const WriteMark& mark,
                         base::Instant now);

// What such a batch was answered, asked again behind settle_statement(). Other books may look like
// these since; ids below `id_min` are not looked at.
void add_plain_answers(Loading& loading, const Needs& needs, std::int64_t count,
                       const WriteMark& mark, catalog::BookId id_min);

// The id of the book at `place` in such a batch, until the database gives one.
inline catalog::BookId provisional_id(std::size_t place) noexcept {
  return {(std::int64_t{1} << 52) + static_cast<std::int64_t>(place)};
}
// A document is this, the id and a rest.
inline constexpr std::string_view before_id = R"({"id":)";
inline std::string_view after_id(std::string_view document) noexcept {
  return document.substr(document.find(','));
}

}  // namespace postgres
