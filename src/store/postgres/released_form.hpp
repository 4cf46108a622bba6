// The tables of the release before (migration 1), for as long as its instances may serve beside
// this one's: they are copied while those write, and dropped when the last of them is gone. Writes
// of either form reach both by triggers (migration 4). Calls block; failures throw StorageError.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/clock.hpp"
#include "store/postgres/client.hpp"
#include "store/table_names.hpp"

namespace postgres {

// How the name of every session of this release begins that takes its name from us; a session of
// the release before is called released_application.
inline constexpr const char* application = "api-livros (documents)";
inline constexpr const char* released_application = "api-livros";

inline constexpr store::TableNames released_table_names{"books", "book_versions"};

enum class ReleasedForm : std::uint8_t { absent, copied, not_copied };
ReleasedForm released_form(Client& client);

struct Copied {
  std::int64_t books = 0;
  std::int64_t versions = 0;
};
// Copies what is not copied yet, a thousand rows at a time; several instances may do so at once,
// and whoever comes later goes on where the last one stopped. After each step `goes_on` is told how
// much this call has copied; false ends the call. Returns whether all is copied.
bool copy_released(Client& client, const std::function<bool(const Copied&)>& goes_on);

enum class Drop : std::uint8_t {
  dropped,
  nothing_to_drop,
  not_copied,
  in_use,   // a session of the release before, or one that may be
  differs,  // the two forms do not hold the same: nothing may be dropped
  busy,     // the tables are locked just now
};
// `certain`: somebody says that no instance of the release before is left, so only one that is seen
// keeps the old form; else also one that cannot be told from it, and a migration of the last
// minutes.
enum class Word : std::uint8_t { none, certain };
Drop drop_released(Client& client, const base::Clock& clock, Word word);

}  // namespace postgres
