// keys create | list | revoke: the access keys of a catalogue.
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <stdexcept>

#include "app/catalogue.hpp"
#include "app/commands.hpp"
#include "app/language.hpp"
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
        explain(refusal) +
        say({" Um arquivo SQLite é de um processo só: as chaves mudam sem parar só no PostgreSQL.",
             " A SQLite file belongs to one process: keys change without stopping with PostgreSQL "
             "only."}));
  }
}

std::string random_key() {
  std::array<std::uint8_t, catalog::key_random_bytes> random{};
  if (RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) {
    throw std::runtime_error(
        say({"o sistema não dá números aleatórios", "the system gives no random numbers"}));
  }
  return catalog::key_text(random);
}

catalog::Wording state_name(const catalog::AccessKey& key, base::Instant now) {
  switch (state_of(key, now)) {
    case catalog::KeyState::good:
      return {"ativa", "active"};
    case catalog::KeyState::expired:
      return {"vencida", "expired"};
    case catalog::KeyState::revoked:
      return {"revogada", "revoked"};
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
  std::printf("%-5s%s%-13s%-10s%-19s%-19s%s\n", "id",
              padded(say({"nome", "name"}), name_width).c_str(), say({"escopo", "scope"}).c_str(),
              say({"estado", "state"}).c_str(), say({"criada", "created"}).c_str(),
              say({"vence", "expires"}).c_str(), say({"usada", "used"}).c_str());
  for (const catalog::AccessKey& key : keys) {
    std::printf("%-5lld%s%-13s%-10s%s%s%s\n", static_cast<long long>(key.id),
                padded(key.name, name_width).c_str(), to_string(key.scope).data(),
                say(state_name(key, now)).c_str(),
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
    // For programs, whatever the language.
    object.string("estado", state_name(key, now).portuguese);
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
  tell_if_new(*catalogue, config.database);
  const auto keys = catalogue->keys();
  if (keys->list().size() >= store::keys_max) {
    throw std::runtime_error(say({"chaves demais; o máximo é ", "too many keys; the most is "}) +
                             std::to_string(store::keys_max));
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
  std::fprintf(
      stderr, "%s %lld, %s, %s, %s: %s\n", say({"chave", "key"}).c_str(),
      static_cast<long long>(id), key.name.c_str(), to_string(key.scope).data(),
      key.expires_at ? (say({"até ", "until "}) + shown_instant(key.expires_at)).c_str()
                     : say({"sem prazo", "without end"}).c_str(),
      say({"guarde-a, não será mostrada de novo", "keep it, it is not shown again"}).c_str());
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
    case store::KeyStore::Revoked::now:
      // The server of an SQLite file is not running now: two processes never have one file open.
      std::printf("%s: %lld%s\n", say({"revogada", "revoked"}).c_str(), id,
                  is_shared(config.database) ? say({" (os servidores no ar sabem em 5 s)",
                                                    " (running servers know within 5 s)"})
                                                   .c_str()
                                             : "");
      return ExitCode::done;
    case store::KeyStore::Revoked::before:
      std::printf("%s: %lld\n", say({"já estava revogada", "was already revoked"}).c_str(), id);
      return ExitCode::done;
    case store::KeyStore::Revoked::unknown:
      std::fprintf(stderr, "api-livros: %s: %lld\n",
                   say({"essa chave não existe", "no such key"}).c_str(), id);
      return ExitCode::failed;
  }
  return ExitCode::failed;
}

}  // namespace app
