// Brings what was copied from the release before to this release's rules: languages in their
// canonical form, and duplicate keys, which SQL cannot make. Blocks; one thread per client.
#pragma once

#include <cstdint>
#include <functional>

#include "store/postgres/client.hpp"

namespace postgres {

// `keys` leaves the documents as they are: they may be served, and indexed, already.
enum class Renew : std::uint8_t { everything, keys };

// A thousand rows at a time, each step a transaction; a row that is written meanwhile is left to
// whoever wrote it. After each step `goes_on` may end it. Returns whether all is renewed.
bool renew(Client& client, Renew what, const std::function<bool()>& goes_on);

}  // namespace postgres
