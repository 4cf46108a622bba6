// The composition root: every object of the running service in the order it is built, each a local
// variable that the ones below it refer to. They end in reverse.
#include <sys/resource.h>

#include <atomic>
#include <stdexcept>
#include <system_error>

#include "api/access/access_control.hpp"
#include "api/book_cache.hpp"
#include "api/dispatch.hpp"
#include "app/catalogue.hpp"
#include "app/commands.hpp"
#include "app/demo.hpp"
#include "app/isbn_table.hpp"
#include "app/keys_job.hpp"
#include "app/language.hpp"
#include "app/signals.hpp"
#include "base/version.hpp"
#include "http/server.hpp"
#include "imports/imports.hpp"
#include "search/store.hpp"
#include "store/cannot_open.hpp"

namespace app {
namespace {

constexpr std::chrono::seconds flush_every{1};

void load_demo(store::Maintenance& catalogue) {
  const auto loader = catalogue.loader(store::LoadEffect::kept);
  // A book whose id was used and deleted before stays deleted: its refusal is no failure.
  (void)loader->add(demo_books());
  loader->finish();
}

// What a server can do about it is not what other commands can.
std::unique_ptr<store::Maintenance> open_unused_catalogue(const ServeConfig& config,
                                                          const base::Clock& clock) {
  try {
    return open_catalogue(config.database, clock);
  } catch (const store::CannotOpen& refusal) {
    if (refusal.reason() != store::CannotOpen::Reason::in_use) {
      throw;
    }
    throw std::runtime_error(say({"O catálogo ", "The catalogue "}) + refusal.name() +
                             say({" já está aberto por outro processo, talvez outro servidor: "
                                  "pare-o, ou dê outro arquivo com --database.",
                                  " is open in another process, perhaps another server: stop it, "
                                  "or give another file with --database."}));
  }
}

// A mistyped --database makes a new catalogue: the log says which one was opened, and whether it
// was there before.
void prepare_catalogue(const ServeConfig& config, const base::Clock& clock, base::Log& log) {
  const auto catalogue = open_unused_catalogue(config, clock);
  if (config.demo == ServeConfig::Demo::yes && catalogue->book_count() == 0) {
    load_demo(*catalogue);
  }
  const auto books = static_cast<std::int64_t>(catalogue->book_count());
  const std::string where = full_name(config.database);
  const bool made_now = is_new(*catalogue);
  const std::string message = (made_now ? say({"catálogo novo: ", "new catalogue: "})
                                        : say({"catálogo: ", "catalogue: "})) +
                              where + ", " + std::to_string(books) + say({" livro(s)", " book(s)"});
  log.info("catalogo", {{"mensagem", std::string_view(message)},
                        {"caminho", std::string_view(where)},
                        {"novo", made_now ? "sim" : "nao"},
                        {"total_de_livros", books}});
}

// Advice for an address that the server cannot listen on.
std::string way_out(const std::system_error& error) {
  if (error.code() == std::errc::address_in_use) {
    return say(
        {"; escolha outra porta com --listen, por exemplo --listen localhost:8081, ou pare o "
         "programa que usa essa (ss -ltnp o mostra)",
         "; choose another port with --listen, for example --listen localhost:8081, or stop "
         "the program that uses this one (ss -ltnp shows it)"});
  }
  if (error.code() == std::errc::permission_denied) {
    return say({"; portas abaixo de 1024 exigem privilégio: escolha outra com --listen",
                "; ports below 1024 need a privilege: choose another one with --listen"});
  }
  return {};
}

template <class Step>
void with_advice(Step step) {
  try {
    step();
  } catch (const std::system_error& error) {
    throw std::runtime_error(explain(error) + way_out(error));
  }
}

void start(http::Server& server, const http::Server::MakeApplication& make_application) {
  with_advice([&] { server.start(make_application); });
}

// An address of the network's may not be the one that a browser would take.
void tell_addresses(const http::Server& server, ServeConfig::Reach reach, base::Log& log) {
  for (const std::string& address : server.addresses()) {
    const std::string url = "http://" + address;
    if (reach == ServeConfig::Reach::network) {
      log.info("ouvindo", {{"endereco", std::string_view(url)}, {"programa", base::version()}});
      continue;
    }
    const std::string message = say({"no navegador: ", "in the browser: "}) + url + "/";
    log.info("ouvindo", {{"mensagem", std::string_view(message)},
                         {"endereco", std::string_view(url)},
                         {"programa", base::version()}});
  }
}

// The usual soft limit of 1024 descriptors would refuse clients long before --connections-max does.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    // Refused: the server then answers 503 earlier, as it does at any limit.
    (void)setrlimit(RLIMIT_NOFILE, &limit);
  }
}

// Waits for SIGTERM or SIGINT; the log's buffer is written at least once a second.
int wait_for_signal(const Signals& signals, base::Log& log) {
  while (true) {
    const auto signal = signals.wait(flush_every);
    log.flush();
    if (signal) {
      return *signal;
    }
  }
}

std::optional<catalog::AccessKey> administrator_of(const ServeConfig& config) {
  if (config.admin_key.empty()) {
    return std::nullopt;
  }
  catalog::AccessKey key;
  key.name = "administrador";
  key.digest = catalog::digest_of(config.admin_key);
  key.scope = catalog::Scope::administer;
  return key;
}

// The operator must see who can write, and what to do when nobody can.
void tell_who_may(const ServeConfig& config, const KeysJob* keys, base::Log& log) {
  if (keys == nullptr) {
    if (config.reach == ServeConfig::Reach::network) {
      const std::string effect =
          say({"quem alcança este endereço pode escrever; --auth=keys exige uma chave",
               "whoever reaches this address may write; --auth=keys demands a key"});
      log.warning("acesso",
                  {{"modo", "open"}, {"escrita", "todos"}, {"efeito", std::string_view(effect)}});
    } else {
      log.info("acesso", {{"modo", "open"}, {"escrita", "todos"}});
    }
    if (!config.admin_key.empty()) {
      log.warning("chave-sem-uso", {{"motivo", "--auth=open"}});
    }
    return;
  }
  const bool is_private = config.access.reads == api::AccessRules::Reads::keyed;
  log.info("acesso", {{"modo", "keys"},
                      {"leitura", is_private ? "com chave" : "todos"},
                      {"chaves", static_cast<std::int64_t>(keys->keys_at_start())}});
  if (keys->keys_at_start() == 0) {
    const std::string effect = say({"ninguém pode escrever", "nobody can write"});
    log.warning("sem-chaves", {{"efeito", std::string_view(effect)},
                               {"crie", "api-livros keys create --name NOME --scope escrever"}});
  }
}

void tell_identity(const IdentityConfig& identity, api::Settings& settings) {
  settings.public_url = identity.public_url;
  settings.marc_organization = identity.marc_organization;
  settings.marc_country = identity.marc_country;
  settings.name = identity.name;
  settings.admin_email = identity.admin_email;
  settings.oai_namespace = identity.oai_namespace;
  settings.opds_holdings = identity.opds_holdings;
}

void count_streams(api::StreamCounts& streams, base::Metrics& metrics) {
  streams.shortened_gauge =
      &metrics.gauge({"livros_export_shortened_records",
                      "Records that exports in MARC had to shorten, since the start"});
  streams.exports.gauge = &metrics.gauge({"livros_exports_open", "Exports that are being sent"});
  streams.event_streams.gauge =
      &metrics.gauge({"livros_event_streams_open", "Live streams of changes that are open"});
}

// Keeps the guard's keys up to date, and the store's record of their use; nullptr without keys.
std::unique_ptr<KeysJob> keys_job(const ServeConfig& config, search::Store& store,
                                  api::AccessState& access, base::Log& log) {
  if (config.access.auth != api::AccessRules::Auth::keys) {
    return nullptr;
  }
  return std::make_unique<KeysJob>(
      KeysJob::Dependencies{store.open_keys(), access.keys, log, administrator_of(config)});
}

}  // namespace

ExitCode run(const ServeConfig& config) {
  // Before any thread: they inherit the blocked signals.
  const Signals signals;
  raise_descriptor_limit();
  // First: where it cannot listen it makes no catalogue and changes none.
  with_advice([&] { http::check_addresses(config.listen); });
  const base::SystemClock clock;
  base::Metrics metrics;
  base::Log log(config.log_level);
  // Who may do what: the rules, and the keys as they are known now.
  api::AccessState access_state(config.access);
  const catalog::IsbnRanges isbn_ranges = read_isbn_ranges(config.isbn_ranges_file);
  prepare_catalogue(config, clock, log);

  // A store that can no longer keep its promise stops the process, and the exit code says so.
  std::atomic<bool> store_failed{false};
  const auto on_fatal = [&](std::string_view why) {
    log.error("armazenamento-falhou", {{"motivo", why}});
    store_failed = true;
    Signals::ask_to_stop();
  };
  const auto store = search::open(open_store(config, {clock, metrics, log, on_fatal}), metrics, log,
                                  index_folder(config.database));

  // Hot books: filled by the I/O threads, emptied by the store's writer after each commit.
  api::BookCache books(config.book_cache_mib * mib);

  api::Settings settings{
      .clock = clock,
      .metrics = metrics,
      .store = *store,
      .isbn_ranges = isbn_ranges,
      .if_match = config.if_match,
      .keys = api::keys_of(config.access),
      .reads = config.database.readers.empty() ? api::Reads::newest : api::Reads::shared,
      .known_keys = [&access_state] { return access_state.keys.known(); },
      .access_log = config.access_log,
      .json_body_bytes_max = config.json_body_bytes_max,
      .import_bytes_max = config.import_bytes_max,
      .page_cache_bytes_max = config.page_cache_mib * mib,
      .draining = false};
  tell_identity(config.identity, settings);
  settings.isbn_sources = config.isbn_sources;
  count_streams(*settings.streams, metrics);
  api::SignallingListener listener(books, *settings.changes);
  store->listen(listener);

  auto keys = keys_job(config, *store, access_state, log);
  tell_who_may(config, keys.get(), log);

  // Runs imports, and answers for them, on threads of its own.
  imports::Imports imports({[&store] { return store->open_imports(); }, clock, metrics, log});
  settings.imports = &imports;

  // One dispatcher per I/O thread, each with a store session of its own.
  http::Server server({config.listen, config.threads, config.limits}, metrics);
  start(server, [&](base::Executor& executor) {
    return std::make_unique<api::Dispatcher>(
        api::Dispatcher::Dependencies{*store, books, settings, metrics, log, access_state},
        executor);
  });
  tell_addresses(server, config.reach, log);

  const int signal = wait_for_signal(signals, log);
  log.info("encerrando", {{"sinal", std::int64_t{signal}}});
  settings.draining = true;
  server.drain(config.drain_delay);
  const bool drained = server.stop(config.drain_timeout);
  imports.stop();  // while the store still takes what they note
  keys.reset();
  store->close();
  log.info("encerrado", {{"completo", drained ? "sim" : "nao"}});
  return store_failed || !drained ? ExitCode::failed : ExitCode::done;
}

}  // namespace app
