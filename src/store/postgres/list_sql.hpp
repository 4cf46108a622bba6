// The SQL of one page of a list: the page itself, whether something lies behind it, and how many
// books match. Composed per shape from fixed fragments, every value bound. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "catalog/listing.hpp"
#include "store/postgres/statement.hpp"
#include "store/store.hpp"

namespace postgres {

// One read-only transaction: BEGIN, the counters, the page, what else was asked, COMMIT.
std::vector<Statement> list_statements(const catalog::Listing& listing);
// Takes its results apart.
store::ReadAnswer read_page(const catalog::Listing& listing, const std::vector<Rows>& rows);

}  // namespace postgres
