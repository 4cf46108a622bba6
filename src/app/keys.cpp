// keys create | list | revoke: the access keys of a catalogue.
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

#include "app/catalogue.hpp"
#include "app/commands.hpp"
#include "base/text.hpp"
#include "json/writer.hpp"
#include "store/cannot_open.hpp"

namespace app {
namespace {

std::unique_ptr<store::Maintenance> open_for_keys(const DatabaseConfig& database,
                                                  const base::Clock& clock) {
  try {
    return open_catalogue(database, clock);
  } catch (const store::CannotOpen& refusal) {
    if (refusal.reason() != store::CannotOpen::Reason::in_use) {
      throw;
    }
    throw std::runtime_error(
        std::string(refusal.what()) +
        " Um arquivo SQLite é de um processo só: pare o servidor, mude as chaves e o inicie de "
        "novo; sem parar, só no PostgreSQL. / A SQLite file belongs to one process: stop the "
        "server, change the keys, start it again; without stopping, with PostgreSQL only.");
  }
}

std::string random_key() {
  std::array<std::uint8_t, catalog::key_random_bytes> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) {
    throw std::runtime_error("sem números aleatórios / no random numbers");
  }
  return catalog::key_text(random);
}

std::string_view state_name(const catalog::AccessKey& key, base::Instant now) {
  switch (state_of(key, now)) {
    case catalog::KeyState::good:
      return "vale";
    case catalog::KeyState::expired:
      return "vencida";
    case catalog::KeyState::revoked:
      return "revogada";
  }
  return {};
}

std::string shown_instant(const std::optional<base::Instant>& instant) {
  return instant ? base::to_rfc3339(*instant).substr(0, 16) + 'Z' : "-";
}

std::string padded(std::string text, std::size_t width) {
  const std::size_t columns = base::code_points(text);
  return text.append(columns < width ? width - columns : 0, ' ');
}

void print_table(const std::vector<catalog::AccessKey>& keys, base::Instant now) {
  constexpr std::size_t instant_width = 19;
  std::size_t name_width = 11;
  for (const catalog::AccessKey& key : keys) {
    name_width = std::max(name_width, base::code_points(key.name) + 2);
  }
  std::printf("%-5s%s%-13s%-10s%-19s%-19s%s\n", "id", padded("nome/name", name_width).c_str(),
              "escopo", "estado", "criada/created", "vence/expires", "uso/used");
  for (const catalog::AccessKey& key : keys) {
    std::printf("%-5lld%s%-13s%-10s%s%s%s\n", static_cast<long long>(key.id),
                padded(key.name, name_width).c_str(), to_string(key.scope).data(),
                state_name(key, now).data(),
                padded(shown_instant(key.created_at), instant_width).c_str(),
                padded(shown_instant(key.expires_at), instant_width).c_str(),
                shown_instant(key.used_at).c_str());
  }
}

void print_json(const std::vector<catalog::AccessKey>& keys, base::Instant now) {
  std::string out;
  json::Array array(out);
  for (const catalog::AccessKey& key : keys) {
    array.item();
    json::Object object(out);
    object.integer("id", key.id);
    object.string("nome", key.name);
    object.string("escopo", to_string(key.scope));
    object.string("estado", state_name(key, now));
    const auto instant = [&](std::string_view name, const std::optional<base::Instant>& at) {
      if (at) {
        object.string(name, base::to_rfc3339(*at));
      }
    };
    instant("criada_em", key.created_at);
    instant("vence_em", key.expires_at);
    instant("revogada_em", key.revoked_at);
    instant("usada_em", key.used_at);
    object.end();
  }
  array.end();
  std::printf("%s\n", out.c_str());
}

}  // namespace

ExitCode run(const KeysCreateConfig& config) {
  const base::SystemClock clock;
  const auto catalogue = open_for_keys(config.database, clock);
  const auto keys = catalogue->keys();
  if (keys->list().size() >= store::keys_max) {
    throw std::runtime_error("chaves demais / too many keys: " + std::to_string(store::keys_max));
  }
  const std::string text = random_key();
  catalog::AccessKey key;
  key.name = catalog::key_name(config.name).value();
  key.digest = catalog::digest_of(text);
  key.scope = config.scope;
  key.created_at = clock.now();
  if (!config.expires.empty()) {
    key.expires_at = catalog::expiry_of(config.expires, key.created_at);
  }
  const std::int64_t id = keys->add(key).value();
  // The key alone on stdout, so that a script can take it.
  std::fprintf(stderr,
               "chave / key %lld, %s, %s, %s: guarde-a, não será mostrada de novo / keep it, it is "
               "not shown again\n",
               static_cast<long long>(id), key.name.c_str(), to_string(key.scope).data(),
               key.expires_at ? ("até / until " + shown_instant(key.expires_at)).c_str()
                              : "sem prazo / without end");
  std::printf("%s\n", text.c_str());
  return ExitCode::done;
}

ExitCode run(const KeysListConfig& config) {
  require_existing(config.database);
  const base::SystemClock clock;
  const auto catalogue = open_for_keys(config.database, clock);
  const auto keys = catalogue->keys()->list();
  if (config.form == KeysListConfig::Form::json) {
    print_json(keys, clock.now());
  } else {
    print_table(keys, clock.now());
  }
  return ExitCode::done;
}

ExitCode run(const KeysRevokeConfig& config) {
  require_existing(config.database);
  const base::SystemClock clock;
  const auto catalogue = open_for_keys(config.database, clock);
  const auto id = static_cast<long long>(config.id);
  switch (catalogue->keys()->revoke(config.id, clock.now())) {
    case store::KeyShelf::Revoked::now:
      // The server of an SQLite file is not running now: two processes never have one file open.
      std::printf(is_shared(config.database)
                      ? "revogada / revoked: %lld (os servidores em uso sabem em 5 s / running "
                        "servers know within 5 s)\n"
                      : "revogada / revoked: %lld\n",
                  id);
      return ExitCode::done;
    case store::KeyShelf::Revoked::before:
      std::printf("já estava revogada / was revoked before: %lld\n", id);
      return ExitCode::done;
    case store::KeyShelf::Revoked::unknown:
      std::fprintf(stderr, "api-livros: não existe / does not exist: %lld\n", id);
      return ExitCode::failed;
  }
  return ExitCode::failed;
}

}  // namespace app
