#include "store/sqlite/index_store.hpp"

#include <sqlite3.h>

#include <future>
#include <utility>

#include "store/sqlite/statement.hpp"

namespace sqlite {
namespace {

// So many parts are removed in one transaction: their pages have to be read.
constexpr std::int64_t removed_at_once = 16;

struct Found {
  store::StoredIndex index;
  catalog::Sequence catalogue;
};

// While this row is being read, the connection reads from one snapshot.
class IndexRow {
 public:
  explicit IndexRow(Connection& connection)
      : select_(connection,
                "SELECT i.rules, i.seq, i.generation, i.bytes, i.checksum, c.seq"
                " FROM search_index AS i CROSS JOIN catalogue AS c"),
        query_(select_) {
    if (!query_.step()) {
      throw_damaged("the search index has no row");
    }
    const Statement& row = query_.row();
    found_ = {{{static_cast<std::uint32_t>(row.integer(0)), {row.integer(1)}},
               row.integer(2),
               row.integer(3),
               row.integer(4)},
              {row.integer(5)}};
  }
  const Found& found() const noexcept { return found_; }

 private:
  Statement select_;
  Query query_;
  Found found_;
};

Found read_row(Connection& connection) { return IndexRow(connection).found(); }

std::int64_t fresh_generation(Connection& connection) {
  return single_integer(connection,
                        "UPDATE search_index SET last_generation = last_generation + 1"
                        " RETURNING last_generation");
}

bool has_all_parts(Connection& connection, const store::StoredIndex& index) {
  Statement count =
      connection.prepare("SELECT count(*) FROM search_index_parts WHERE generation = ?1");
  Query query(count, index.generation);
  return query.step() && index.has_parts(query->integer(0));
}

std::span<const std::uint8_t> blob(std::string_view bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

// Decided here, because another save may have ended since this one began.
void put_in_place(Connection& connection, const store::StoredIndex& index) {
  const Found now = read_row(connection);
  if (!store::may_replace(now.index, index.stamp, now.catalogue) ||
      !has_all_parts(connection, index)) {
    return;
  }
  Statement update = connection.prepare(
      "UPDATE search_index SET rules = ?1, seq = ?2, generation = ?3, bytes = ?4, checksum = ?5");
  execute(update, std::int64_t{index.stamp.rules}, index.stamp.sequence.value, index.generation,
          index.bytes, index.checksum);
}

}  // namespace

IndexStore::IndexStore(ConnectionOptions reading, CarryOut carry_out)
    : reading_(std::move(reading)), carry_out_(std::move(carry_out)) {}

std::optional<store::IndexStamp> IndexStore::stamp() {
  Connection connection(reading_);
  const auto [index, catalogue] = read_row(connection);
  return store::is_usable(index, catalogue) ? std::optional(index.stamp) : std::nullopt;
}

std::optional<store::IndexStamp> IndexStore::load(store::IndexReceiver& receiver) {
  Connection connection(reading_);
  const IndexRow row(connection);
  const auto& [index, catalogue] = row.found();
  if (!store::is_usable(index, catalogue) || !has_all_parts(connection, index) ||
      !receiver.begin(index.stamp, static_cast<std::size_t>(index.bytes))) {
    return std::nullopt;
  }
  store::PartUnpacker parts(index, receiver);
  Statement select =
      connection.prepare("SELECT data FROM search_index_parts WHERE generation = ?1 ORDER BY part");
  Query query(select, index.generation);
  while (query.step()) {
    const auto packed = query->bytes(0);
    if (!parts.take({reinterpret_cast<const char*>(packed.data()), packed.size()})) {
      return std::nullopt;
    }
  }
  return parts.is_whole() ? std::optional(index.stamp) : std::nullopt;
}

void IndexStore::save(const store::IndexStamp& stamp, const store::IndexBytes& bytes) {
  {
    Connection connection(reading_);
    const Found now = read_row(connection);
    if (!store::may_replace(now.index, stamp, now.catalogue)) {
      return;
    }
  }
  remove_leftovers();
  try {
    add(store::StoredIndex::of(stamp, bytes), bytes);
  } catch (const StorageError&) {
    // On a full disk the space of the failed save is freed, if that is possible at all.
    try {
      remove_leftovers();
    } catch (const StorageError&) {
      // The next save does it.
    }
    throw;
  }
  remove_leftovers();
}

void IndexStore::add(store::StoredIndex index, const store::IndexBytes& bytes) {
  carry_out_([&](Connection& connection) { index.generation = fresh_generation(connection); });
  store::PartPacker packer;
  store::each_index_part(bytes, [&](std::string_view part, std::int64_t number) {
    const std::string_view packed = packer.pack(part);
    carry_out_([&](Connection& connection) {
      Statement insert = connection.prepare("INSERT INTO search_index_parts VALUES (?1, ?2, ?3)");
      execute(insert, index.generation, number, blob(packed));
    });
  });
  carry_out_([&](Connection& connection) { put_in_place(connection, index); });
}

void IndexStore::remove_leftovers() {
  std::int64_t left = 1;
  while (left > 0) {
    carry_out_([&left](Connection& connection) {
      Statement remove = connection.prepare(
          "DELETE FROM search_index_parts WHERE rowid IN (SELECT rowid FROM search_index_parts"
          " WHERE generation <> (SELECT generation FROM search_index) LIMIT ?1)");
      execute(remove, removed_at_once);
      left = single_integer(connection,
                            "SELECT count(*) FROM search_index_parts"
                            " WHERE generation <> (SELECT generation FROM search_index)");
    });
  }
}

IndexStore::CarryOut directly_on(Connection& connection) {
  return [&connection](const IndexStore::Step& step) {
    Transaction transaction(connection);
    step(connection);
    transaction.commit();
  };
}

IndexStore::CarryOut through(WriteQueue& queue, std::string_view doing) {
  return [&queue, doing](IndexStore::Step run) {
    MaintenanceStep step{doing, std::move(run), {}};
    std::future<void> done = step.done.get_future();
    if (queue.push(step) != Admission::accepted) {
      throw StorageError(StorageError::Kind::unavailable, SQLITE_BUSY,
                         "the writer takes no more: " + std::string(doing));
    }
    done.get();
  };
}

void forget_index_ahead_of(Connection& connection, catalog::Sequence catalogue) {
  Statement forget = connection.prepare("UPDATE search_index SET generation = 0 WHERE seq > ?1");
  execute(forget, catalogue.value);
}

}  // namespace sqlite
