// The kept search index in the database. Each call connects anew, because calls are minutes apart,
// and blocks its thread; several instances may save at once, and the last transaction of each
// decides. Throws StorageError, also when no server answers.
#pragma once

#include "store/index_shelf.hpp"
#include "store/postgres/options.hpp"

namespace postgres {

class Shelf final : public store::IndexShelf {
 public:
  explicit Shelf(Options options);

  std::optional<store::ShelfMark> mark() override;
  std::optional<Kept> load() override;
  void save(const store::ShelfMark& mark, std::string_view bytes) override;

 private:
  const Options options_;
};

}  // namespace postgres
