#include "store/postgres/key_store.hpp"

#include <algorithm>
#include <utility>

#include "store/postgres/storage_error.hpp"

namespace postgres {
namespace {

using store::from_ms;
using store::to_ms;

// Absent instants travel as 0 and lie as NULL.
std::int64_t ms_or_zero(const std::optional<base::Instant>& at) { return at ? to_ms(*at) : 0; }

std::optional<base::Instant> optional_instant(RowReader& row) {
  const bool absent = row.is_null();
  const std::int64_t ms = row.integer();
  return absent ? std::nullopt : std::optional(from_ms(ms));
}

catalog::AccessKey read_key(RowReader row) {
  catalog::AccessKey key;
  key.id = row.integer();
  key.name = row.text();
  const std::string_view digest = row.text();
  const auto scope = catalog::scope_named(row.text());
  if (digest.size() != key.digest.size() || !scope) {
    RowReader::damaged("access_keys");
  }
  std::copy(digest.begin(), digest.end(), key.digest.begin());
  key.scope = *scope;
  key.created_at = from_ms(row.integer());
  key.expires_at = optional_instant(row);
  key.revoked_at = optional_instant(row);
  key.used_at = optional_instant(row);
  return key;
}

std::string_view bytes_of(const catalog::KeyDigest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

KeyStore::KeyStore(Options options) : options_(std::move(options)) {}

Rows KeyStore::ask(const std::string& sql, const Parameters& parameters) {
  if (client_) {
    try {
      return client_->query(sql, parameters);
    } catch (const StorageError&) {
      client_.reset();
    }
  }
  try {
    client_ = connected(options_);
    return client_->query(sql, parameters);
  } catch (const StorageError&) {
    client_.reset();
    throw;
  }
}

std::vector<catalog::AccessKey> KeyStore::list() {
  const Rows rows =
      ask("SELECT id, name, digest, scope, created_ms, expires_ms, revoked_ms, used_ms"
          " FROM access_keys ORDER BY id");
  std::vector<catalog::AccessKey> keys;
  keys.reserve(static_cast<std::size_t>(rows.count()));
  for (int row = 0; row < rows.count(); ++row) {
    keys.push_back(read_key(RowReader(rows, row)));
  }
  return keys;
}

std::optional<std::int64_t> KeyStore::add(const catalog::AccessKey& key) {
  const Rows rows =
      ask("INSERT INTO access_keys (name, digest, scope, created_ms, expires_ms, revoked_ms,"
          " used_ms) VALUES ($1, $2, $3, $4, nullif($5, 0), nullif($6, 0), nullif($7, 0))"
          " ON CONFLICT (digest) DO NOTHING RETURNING id",
          Parameters()
              .add(key.name)
              .add_bytes(bytes_of(key.digest))
              .add(catalog::to_string(key.scope))
              .add(to_ms(key.created_at))
              .add(ms_or_zero(key.expires_at))
              .add(ms_or_zero(key.revoked_at))
              .add(ms_or_zero(key.used_at)));
  return rows.count() == 0 ? std::nullopt : std::optional(rows.integer(0, 0));
}

store::KeyStore::Revoked KeyStore::revoke(std::int64_t id, base::Instant at) {
  const Rows revoked = ask(
      "UPDATE access_keys SET revoked_ms = $2 WHERE id = $1 AND revoked_ms IS NULL RETURNING id",
      Parameters().add(id).add(to_ms(at)));
  if (revoked.count() == 1) {
    return Revoked::now;
  }
  const Rows found = ask("SELECT 1 FROM access_keys WHERE id = $1", Parameters().add(id));
  return found.count() == 1 ? Revoked::before : Revoked::unknown;
}

// One by one: instances that note the same keys at once cannot wait for each other in a circle.
void KeyStore::note(std::span<const Use> uses) {
  for (const Use& use : uses) {
    ask("UPDATE access_keys SET used_ms = $2 WHERE id = $1 AND coalesce(used_ms, 0) < $2",
        Parameters().add(use.id).add(to_ms(use.at)));
  }
}

}  // namespace postgres
