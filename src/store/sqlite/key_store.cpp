#include "store/sqlite/key_store.hpp"

#include <algorithm>
#include <utility>

#include "store/sqlite/book_rows.hpp"
#include "store/sqlite/statement.hpp"

namespace sqlite {
namespace {

std::optional<base::Instant> instant_at(const Statement& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(from_ms(row.integer(column)));
}

catalog::AccessKey read_key(const Statement& row) {
  catalog::AccessKey key;
  key.id = row.integer(0);
  key.name = row.text(1);
  const std::span<const std::uint8_t> digest = row.bytes(2);
  const auto scope = catalog::scope_named(row.text(3));
  if (digest.size() != key.digest.size() || !scope) {
    throw_damaged("damaged access key");
  }
  std::copy(digest.begin(), digest.end(), key.digest.begin());
  key.scope = *scope;
  key.created_at = from_ms(row.integer(4));
  key.expires_at = instant_at(row, 5);
  key.revoked_at = instant_at(row, 6);
  key.used_at = instant_at(row, 7);
  return key;
}

void bind_instant(Statement& statement, int parameter, const std::optional<base::Instant>& at) {
  if (at) {
    statement.bind(parameter, to_ms(*at));
  } else {
    statement.bind_null(parameter);
  }
}

std::optional<std::int64_t> insert(Connection& connection, const catalog::AccessKey& key) {
  Statement statement = connection.prepare(
      "INSERT INTO access_keys (name, digest, scope, created_ms, expires_ms, revoked_ms, used_ms)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (digest) DO NOTHING RETURNING id");
  const std::string_view name = key.name;
  Query query(statement, name, std::span<const std::uint8_t>(key.digest),
              catalog::to_string(key.scope), to_ms(key.created_at));
  bind_instant(statement, 5, key.expires_at);
  bind_instant(statement, 6, key.revoked_at);
  bind_instant(statement, 7, key.used_at);
  std::optional<std::int64_t> id;
  while (query.step()) {
    id = query->integer(0);
  }
  return id;
}

}  // namespace

KeyStore::KeyStore(ConnectionOptions reading, IndexStore::CarryOut carry_out)
    : reading_(std::move(reading)), carry_out_(std::move(carry_out)) {}

std::vector<catalog::AccessKey> KeyStore::list() {
  Connection connection(reading_);
  Statement all = connection.prepare(
      "SELECT id, name, digest, scope, created_ms, expires_ms, revoked_ms, used_ms"
      " FROM access_keys ORDER BY id");
  std::vector<catalog::AccessKey> keys;
  Query query(all);
  while (query.step()) {
    keys.push_back(read_key(query.row()));
  }
  return keys;
}

std::optional<std::int64_t> KeyStore::add(const catalog::AccessKey& key) {
  std::optional<std::int64_t> id;
  carry_out_([&](Connection& connection) { id = insert(connection, key); });
  return id;
}

store::KeyStore::Revoked KeyStore::revoke(std::int64_t id, base::Instant at) {
  Revoked revoked = Revoked::unknown;
  carry_out_([&](Connection& connection) {
    Statement update = connection.prepare(
        "UPDATE access_keys SET revoked_ms = ?2 WHERE id = ?1 AND revoked_ms IS NULL RETURNING id");
    Statement find = connection.prepare("SELECT 1 FROM access_keys WHERE id = ?1");
    Query updated(update, id, to_ms(at));
    Query found(find, id);
    while (updated.step()) {
      revoked = Revoked::now;
    }
    if (revoked != Revoked::now && found.step()) {
      revoked = Revoked::before;
    }
  });
  return revoked;
}

void KeyStore::note(std::span<const Use> uses) {
  carry_out_([&](Connection& connection) {
    Statement update = connection.prepare(
        "UPDATE access_keys SET used_ms = ?2 WHERE id = ?1 AND coalesce(used_ms, 0) < ?2");
    for (const Use& use : uses) {
      execute(update, use.id, to_ms(use.at));
    }
  });
}

}  // namespace sqlite
