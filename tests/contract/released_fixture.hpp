// For tests of what happens to a catalogue of a release before 0.5 when it is opened: writes such
// catalogues, and looks at what lies beside them. One thread.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "contract/released_catalogue.hpp"
#include "contract/sqlite_bulk_fixture.hpp"

namespace contract {

class ReleasedTest : public SqliteBulk {
 protected:
  // The instant of a version, made at at(0).
  static base::Instant at(std::int64_t version);
  static catalog::Book book(std::int64_t id, std::int64_t version, std::string_view title);
  static std::vector<catalog::AccessKey> keys_under_test();

  // Of ids 1, 2 and 3: one changed, one deleted, one deleted and brought back. Sequence number 9,
  // and the last id that was given is 12.
  void write_history();
  // Books 1 to `count`, each made by the change of its number.
  void write_many(std::int64_t count);

  // Whether it is a catalogue of such a release, sound and with books in it.
  static bool is_released(const std::filesystem::path& file);
  // Names of all that lies beside the catalogue, but for its lock and its logs while it is open.
  std::set<std::string> files_beside() const;
  std::filesystem::path unfinished() const { return file().string() + ".migrating"; }
};

}  // namespace contract
