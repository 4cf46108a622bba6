// Numbers and instants as people read them. Pure functions, any thread.
// Without a locale of the system: the language of the page decides.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "catalog/problem.hpp"
#include "web/html.hpp"

namespace web {

// 2191 -> "2.191", or "2,191" in English.
std::string grouped(std::uint64_t number, catalog::Language language);

// <time>: "28 nov. 2026, 20:31 UTC", which leitor.js turns into the reader's own time.
void write_time(Html& html, base::Instant at);

// "A -- B", as cataloguers write subdivisions, is shown "A › B".
std::string subject_text(std::string_view subject);

}  // namespace web
