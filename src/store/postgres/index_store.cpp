#include "store/postgres/index_store.hpp"

#include <utility>

#include "store/postgres/client.hpp"
#include "store/postgres/storage_error.hpp"
#include "store/stored_index.hpp"

namespace postgres {
namespace {

constexpr std::int64_t parts_per_fetch = 16;
// Whatever began before so many other saves did is dead, or as good as.
constexpr std::int64_t saves_at_once_max = 8;

struct IndexRow {
  store::StoredIndex index;
  catalog::Sequence catalogue;
};

IndexRow read_row(Client& client) {
  const Rows rows = client.query(
      "SELECT i.rules, i.seq, i.generation, i.bytes, i.checksum, c.seq"
      " FROM stored_index AS i CROSS JOIN catalogue AS c");
  if (rows.count() != 1) {
    throw StorageError("XX001", "the search index has no row");
  }
  return {{{static_cast<std::uint32_t>(rows.integer(0, 0)), {rows.integer(0, 1)}},
           rows.integer(0, 2),
           rows.integer(0, 3),
           rows.integer(0, 4)},
          {rows.integer(0, 5)}};
}

Rows ask(Client& client, const char* sql, std::int64_t generation) {
  return client.query(sql, Parameters().add(generation));
}

bool has_all_parts(Client& client, const store::StoredIndex& index) {
  const Rows rows = ask(client, "SELECT count(*) FROM stored_index_parts WHERE generation = $1",
                        index.generation);
  return index.has_parts(rows.integer(0, 0));
}

bool give_parts(Client& client, const store::StoredIndex& index, store::IndexReceiver& receiver) {
  store::PartUnpacker parts(index, receiver);
  const auto count =
      static_cast<std::int64_t>(store::index_parts(static_cast<std::size_t>(index.bytes)));
  for (std::int64_t first = 0; first < count; first += parts_per_fetch) {
    const Rows rows = client.query(
        "SELECT data FROM stored_index_parts"
        " WHERE generation = $1 AND part >= $2 AND part < $3 ORDER BY part",
        Parameters().add(index.generation).add(first).add(first + parts_per_fetch));
    for (int row = 0; row < rows.count(); ++row) {
      if (!parts.take(rows.text(row, 0))) {
        return false;
      }
    }
  }
  return parts.is_whole();
}

void add_parts(Client& client, const store::StoredIndex& index, const store::IndexBytes& bytes) {
  store::PartPacker packer;
  store::each_index_part(bytes, [&](std::string_view part, std::int64_t number) {
    client.query("INSERT INTO stored_index_parts VALUES ($1, $2, $3)",
                 Parameters().add(index.generation).add(number).add_bytes(packer.pack(part)));
  });
}

// Decided here, because another save may have ended since this one began. Read only after the lock
// is had: what came before it may be of before that save.
void put_in_place(Client& client, const store::StoredIndex& index) {
  Transaction transaction(client);
  client.run("SELECT 1 FROM stored_index FOR UPDATE");
  const IndexRow now = read_row(client);
  if (store::may_replace(now.index, index.stamp, now.catalogue) && has_all_parts(client, index)) {
    client.query(
        "UPDATE stored_index SET rules = $1, seq = $2, generation = $3, bytes = $4, checksum = $5",
        Parameters()
            .add(std::int64_t{index.stamp.rules})
            .add(index.stamp.sequence.value)
            .add(index.generation)
            .add(index.bytes)
            .add(index.checksum));
    ask(client, "DELETE FROM stored_index_parts WHERE generation < $1", index.generation);
  } else {
    ask(client, "DELETE FROM stored_index_parts WHERE generation = $1", index.generation);
  }
  transaction.commit();
}

// The parts of a save that failed are of no use.
void drop_parts(Client& client, std::int64_t generation) {
  try {
    ask(client, "DELETE FROM stored_index_parts WHERE generation = $1", generation);
  } catch (const StorageError&) {
    return;  // a later save does it
  }
}

}  // namespace

IndexStore::IndexStore(Options options) : options_(std::move(options)) {}

std::optional<store::IndexStamp> IndexStore::stamp() {
  Client client = connected(options_);
  const auto [index, catalogue] = read_row(client);
  return store::is_usable(index, catalogue) ? std::optional(index.stamp) : std::nullopt;
}

std::optional<store::IndexStamp> IndexStore::load(store::IndexReceiver& receiver) {
  Client client = connected(options_);
  const Transaction snapshot(client, Transaction::snapshot);
  const auto [index, catalogue] = read_row(client);
  const bool is_given = store::is_usable(index, catalogue) && has_all_parts(client, index) &&
                        receiver.begin(index.stamp, static_cast<std::size_t>(index.bytes)) &&
                        give_parts(client, index, receiver);
  return is_given ? std::optional(index.stamp) : std::nullopt;
}

void IndexStore::save(const store::IndexStamp& stamp, const store::IndexBytes& bytes) {
  Client client = connected(options_);
  const IndexRow now = read_row(client);
  if (!store::may_replace(now.index, stamp, now.catalogue)) {
    return;
  }
  store::StoredIndex index = store::StoredIndex::of(stamp, bytes);
  index.generation = client.query("SELECT nextval('stored_index_generations')").integer(0, 0);
  ask(client,
      "DELETE FROM stored_index_parts"
      " WHERE generation <> (SELECT generation FROM stored_index) AND generation < $1",
      index.generation - saves_at_once_max);
  try {
    add_parts(client, index, bytes);
    put_in_place(client, index);
  } catch (const StorageError&) {
    drop_parts(client, index.generation);
    throw;
  }
}

}  // namespace postgres
