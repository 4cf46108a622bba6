// Books as the released form keeps them in SQLite: a column for each field, lists packed into one
// text. Read once, when such a catalogue is copied into a new file. One thread; damage throws
// StorageError.
#pragma once

#include "store/catalogue_copy.hpp"
#include "store/sqlite/statement.hpp"

namespace sqlite {

class ReleasedRecordReader final : public store::CopyReader {
 public:
  explicit ReleasedRecordReader(Connection& connection);
  store::CopyTotals totals() override;
  std::vector<store::BookHistory> read(catalog::BookId after, std::size_t most) override;
  // That release kept none.
  std::vector<store::Cover> read_covers(const std::string& /*after*/,
                                        std::size_t /*most*/) override {
    return {};
  }

 private:
  store::BookHistory record(catalog::BookId id);

  Connection& connection_;
  Statement ids_;
  Statement live_;
  Statement deleted_;
  Statement versions_;
};

}  // namespace sqlite
