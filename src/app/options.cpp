#include "app/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <thread>

#include "app/access_options.hpp"
#include "app/database_options.hpp"
#include "app/identity_options.hpp"
#include "app/import_options.hpp"
#include "app/option_words.hpp"
#include "app/page_options.hpp"

namespace app {
namespace {

// "host:port", "[::1]:port"; empty when fine, as CLI11 wants it.
std::string refuse_address(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  const std::string port = colon == std::string::npos ? "" : address.substr(colon + 1);
  const bool digits = !port.empty() && port.size() <= 5 &&
                      port.find_first_not_of("0123456789") == std::string::npos;
  if (colon == 0 || !digits || std::stoi(port) > 65535) {
    return address + say({": endereço:porta", ": address:port"}) +
           " (127.0.0.1:8080, [::]:8080, localhost:8080)";
  }
  return {};
}

// Empty when fine, as CLI11 wants it.
std::string refuse_url(const std::string& url) {
  return HttpUrl::parse(url) ? "" : url + ": http://127.0.0.1:8080/readyz";
}

std::string refuse_key_name(const std::string& name) {
  return catalog::key_name(name) ? "" : say({"de 1 a 100 caracteres", "1 to 100 characters"});
}

std::string refuse_expiry(const std::string& expiry) {
  const base::Instant now = base::SystemClock().now();
  return catalog::expiry_of(expiry, now)
             ? ""
             : expiry + ": 90d, 12h, 2027-12-31, 2027-12-31T12:00:00Z; " +
                   say({"no futuro", "in the future"});
}

void add_network_options(CLI::App& serve, ServeConfig& config) {
  const std::string group = say({"Rede", "Network"});
  serve
      .add_option("--listen", config.listen,
                  say({"endereço:porta; pode repetir-se", "address:port; may be repeated"}))
      ->check(CLI::Validator(refuse_address, "", "address"))
      ->type_name(say({"ENDEREÇO:PORTA", "ADDRESS:PORT"}))
      ->default_str("localhost:8080")
      ->group(group);
  serve
      .add_option("--threads", config.threads,
                  say({"threads de E/S; 0 = uma por núcleo", "I/O threads; 0 = one per core"}))
      ->check(between(0U, 256U))
      ->type_name("N")
      ->default_str("0")
      ->group(group);
  add_duration(serve, "--drain-delay", config.drain_delay,
               say({"depois do SIGTERM, por quanto tempo ainda aceita pedidos",
                    "how long to go on accepting requests after SIGTERM"}))
      ->group(group);
  add_duration(serve, "--drain-timeout", config.drain_timeout,
               say({"depois do SIGTERM, em quanto tempo sai, no máximo",
                    "how long to take to exit after SIGTERM, at most"}))
      ->group(group);
}

void add_cache_options(CLI::App& serve, ServeConfig& config) {
  // 0 keeps nothing: bench/ measures what the store itself costs.
  const auto add_cache = [&](const std::string& name, std::size_t& mib, const std::string& help) {
    serve.add_option(name, mib, help)
        ->check(between(std::size_t{0}, std::size_t{1} << 20))
        ->type_name("MIB")
        ->capture_default_str()
        ->group(say({"Limites", "Limits"}));
  };
  add_cache("--book-cache-mib", config.book_cache_mib,
            say({"respostas prontas de livros, em memória",
                 "finished answers of single books kept in memory"}));
  add_cache("--page-cache-mib", config.page_cache_mib,
            say({"páginas de listas prontas, por thread",
                 "finished pages of lists kept in memory, per thread"}));
}

void add_limit_options(CLI::App& serve, ServeConfig& config) {
  const std::string group = say({"Limites", "Limits"});
  http::Limits& limits = config.limits;
  const auto add = [&](const std::string& name, std::size_t& target, const std::string& help) {
    serve.add_option(name, target, help)
        ->check(between(std::size_t{1}, std::size_t{1} << 40))
        ->type_name("N")
        ->capture_default_str()
        ->group(group);
  };
  add("--target-bytes-max", limits.target_bytes_max,
      say({"bytes do endereço pedido (414)", "bytes of the request target (414)"}));
  add("--header-bytes-max", limits.header_bytes_max,
      say({"bytes do cabeçalho inteiro (431)", "bytes of the whole head (431)"}));
  add("--header-fields-max", limits.header_fields_max,
      say({"campos do cabeçalho (431)", "fields of the head (431)"}));
  add("--body-bytes-max", config.json_body_bytes_max,
      say({"bytes de um corpo JSON (413)", "bytes of a JSON body (413)"}));
  add("--import-bytes-max", config.import_bytes_max,
      say({"bytes de um arquivo importado (413)", "bytes of a file that is imported (413)"}));
  add("--body-rate-min", limits.body_bytes_per_second_min,
      say({"bytes por segundo de um corpo, no mínimo (408)",
           "bytes per second of a body, at least (408)"}));
  add("--send-rate-min", limits.sent_bytes_per_second_min,
      say({"bytes por segundo que um cliente lê, no mínimo",
           "bytes per second that a client reads, at least"}));
  add("--unsent-bytes-max", limits.unsent_bytes_max,
      say({"bytes de respostas à espera de clientes lentos (503)",
           "bytes of answers waiting for slow clients (503)"}));
  add("--bodies-bytes-max", limits.bodies_bytes_max,
      say({"bytes dos corpos de pedidos em andamento (503)",
           "bytes of the bodies of requests under way (503)"}));
  add("--connections-max", limits.connections_max,
      say({"conexões abertas (503)", "open connections (503)"}));
  add("--queue-max", config.queue_max, say({"escritas à espera (503)", "waiting writes (503)"}));
  add("--in-flight-max", config.access.in_flight_max,
      say({"pedidos aceitos e ainda sem resposta (503)",
           "requests accepted and not answered yet (503)"}));
  add_duration(
      serve, "--lag-max", config.access.lag_max,
      say({"atraso de uma thread de E/S (503)", "how far an I/O thread may lag behind (503)"}),
      0.01)
      ->group(group);
  add_duration(serve, "--header-timeout", limits.header_timeout,
               say({"para um cabeçalho chegar (408)", "for a head to arrive (408)"}))
      ->group(group);
  add_duration(serve, "--idle-timeout", limits.idle_timeout,
               say({"conexão sem pedidos", "connection without requests"}))
      ->group(group);
}

void add_serve(CLI::App& root, Options& options) {
  ServeConfig& config = options.serve;
  CLI::App& serve = *root.add_subcommand("serve", say({"atende por HTTP", "serve over HTTP"}));
  add_database(serve, config.database);
  add_index_folder(serve, config.database);
  serve
      .add_option("--database-replica", config.database.replica,
                  say({"postgresql://… de onde ler enquanto o primário não responde",
                       "postgresql://… to read from while the primary does not answer"}))
      ->group(say({"Catálogo", "Catalogue"}));
  serve
      .add_option("--database-read", config.database.readers,
                  say({"postgresql://… cujos servidores (réplicas) respondem a leituras: nada mais "
                       "velho que um segundo, e o que X-Catalogo-Seq pedir",
                       "postgresql://… whose servers (standbys) answer reads: nothing older than a "
                       "second, and what X-Catalogo-Seq asks for"}))
      ->group(say({"Catálogo", "Catalogue"}));
  serve
      .add_flag_callback(
          "--demo", [&config] { config.demo = ServeConfig::Demo::yes; },
          say({"põe trinta livros de exemplo num catálogo vazio",
               "put thirty sample books into an empty catalogue"}))
      ->group(say({"Catálogo", "Catalogue"}));
  serve
      .add_option("--isbn-ranges", config.isbn_ranges_file,
                  say({"tabela de faixas de ISBN (RangeMessage.xml) mais nova que a do programa",
                       "ISBN range table (RangeMessage.xml) newer than the program's"}))
      ->type_name(file_type())
      ->group(say({"Catálogo", "Catalogue"}));
  add_identity_options(serve, config.identity);
  add_repository_options(serve, config.identity);
  add_page_options(serve, config);
  add_network_options(serve, config);
  add_access_options(serve, config);
  add_limit_options(serve, config);
  add_cache_options(serve, config);
  const std::string group = say({"Log", "Log"});
  add_word(serve, "--access-log", config.access_log,
           Words<api::AccessLog>{{"on", api::AccessLog::on}, {"off", api::AccessLog::off}})
      ->description(
          say({"uma linha JSON por pedido; os 200 de /healthz, /readyz e /metrics ficam fora",
               "one JSON line a request, but for the 200s of /healthz, /readyz and /metrics"}))
      ->group(group);
  add_word(serve, "--log-level", config.log_level,
           Words<base::LogLevel>{{"debug", base::LogLevel::debug},
                                 {"info", base::LogLevel::info},
                                 {"warning", base::LogLevel::warning},
                                 {"error", base::LogLevel::error}})
      ->group(group);
  serve
      .add_option("--config", options.config_file,
                  say({"arquivo TOML com estas opções", "TOML file with these options"}))
      ->type_name(file_type());
}

void add_key_commands(CLI::App& root, Options& options) {
  CLI::App& keys = *root.add_subcommand("keys", say({"chaves de acesso", "access keys"}));
  keys.require_subcommand(1);

  KeysCreateConfig& creating = options.create_key;
  CLI::App& create = *keys.add_subcommand(
      "create", say({"cria uma chave e a mostra uma única vez", "create a key and show it once"}));
  create
      .add_option("--name", creating.name,
                  say({"de quem é; aparece no histórico", "whose it is; shown in the history"}))
      ->check(CLI::Validator(refuse_key_name, "", "name"))
      ->required();
  Words<catalog::Scope> scopes;
  for (const auto scope :
       {catalog::Scope::read, catalog::Scope::write, catalog::Scope::administer}) {
    scopes.emplace_back(to_string(scope), scope);
  }
  add_word(create, "--scope", creating.scope, scopes)
      ->description(say({"cada um inclui os anteriores", "each includes the former ones"}))
      ->required();
  create
      .add_option("--expires", creating.expires,
                  say({"90d, 12h ou uma data (2027-12-31); sem isso, nunca",
                       "90d, 12h or a date (2027-12-31); else never"}))
      ->check(CLI::Validator(refuse_expiry, "", "expiry"));
  add_database(create, creating.database);

  CLI::App& list = *keys.add_subcommand("list", say({"mostra as chaves", "show the keys"}));
  list.add_flag_callback(
      "--json", [&options] { options.list_keys.form = KeysListConfig::Form::json; }, "JSON");
  add_database(list, options.list_keys.database);

  CLI::App& revoke = *keys.add_subcommand("revoke", say({"revoga uma chave", "revoke a key"}));
  revoke
      .add_option("ID", options.revoke_key.id,
                  say({"número da chave, de keys list", "the key's number, from keys list"}))
      ->check(between(std::int64_t{1}, std::int64_t{1} << 53))
      ->required();
  add_database(revoke, options.revoke_key.database);
}

void add_maintenance_commands(CLI::App& root, Options& options) {
  CLI::App& check = *root.add_subcommand(
      "check", say({"confere o catálogo, ou um servidor", "verify the catalogue, or a server"}));
  add_database(check, options.check.database);
  check
      .add_option("--url", options.check_url,
                  say({"em vez do catálogo: sai com 0 se o endereço responde 200 em 2 s",
                       "instead of the catalogue: exit 0 when the address answers 200 within 2 s"}))
      ->check(CLI::Validator(refuse_url, "", "url"))
      ->type_name("http://…")
      ->group(say({"Servidor", "Server"}));

  CLI::App& backup = *root.add_subcommand(
      "backup", say({"copia o catálogo para um arquivo", "copy the catalogue to a file"}));
  backup.add_option(file_type(), options.backup.file, say({"arquivo a criar", "file to be made"}))
      ->required();
  add_database(backup, options.backup.database);

  CLI::App& restore = *root.add_subcommand(
      "restore",
      say({"restaura uma cópia, guardando o que havia", "restore a copy, keeping what was there"}));
  restore
      .add_option(file_type(), options.restore.file,
                  say({"cópia feita por backup, ou outro arquivo de catálogo",
                       "copy made by backup, or another catalogue file"}))
      ->required();
  add_database(restore, options.restore.database);

  CLI::App& migrate = *root.add_subcommand(
      "migrate", say({"atualiza o esquema do banco", "bring the database's schema up to date"}));
  migrate.add_flag_callback(
      "--contract", [&options] { options.migrate.contract = MigrateConfig::Contract::yes; },
      say({"no PostgreSQL, remove também as tabelas da versão anterior, se nenhuma instância dela "
           "estiver conectada",
           "on PostgreSQL, also drop the tables of the release before, unless an instance of it is "
           "connected"}));
  add_database(migrate, options.migrate.database);

  CLI::App& reindex =
      *root.add_subcommand("reindex", say({"refaz o índice de busca", "rebuild the search index"}));
  add_database(reindex, options.reindex.database);
  add_index_folder(reindex, options.reindex.database);

  CLI::App& copy = *root.add_subcommand(
      "copy", say({"leva um catálogo, com o histórico, para um banco vazio",
                   "bring a catalogue, with its history, into an empty database"}));
  copy.add_option(say({"ORIGEM", "FROM"}), options.copy.from.where,
                  say({"arquivo ou postgresql://…", "file or postgresql://…"}))
      ->required();
  copy.add_option(say({"DESTINO", "TO"}), options.copy.to.where,
                  say({"arquivo ou postgresql://…", "file or postgresql://…"}))
      ->required();
  add_index_folder(copy, options.copy.to);

  CLI::App& openapi = *root.add_subcommand(
      "openapi", say({"mostra o contrato OpenAPI", "print the OpenAPI contract"}));
  openapi.add_flag_callback(
      "--json", [&options] { options.openapi.form = OpenapiConfig::Form::json; }, "JSON");

  CLI::App& manual = *root.add_subcommand("manual", "")->group("");
  add_word(manual, "--form", options.manual_form,
           Words<ManualForm>{{"man", ManualForm::man}, {"bash", ManualForm::bash}});

  root.add_subcommand("version", say({"mostra a versão", "print the version"}));
}

// 127.0.0.0/8 in digits, [::1] or localhost; any other name may lead anywhere.
bool is_loopback(const std::string& address) {
  const std::string host = address.substr(0, address.rfind(':'));
  const bool numeric = host.find_first_not_of("0123456789.") == std::string::npos;
  return (numeric && host.starts_with("127.")) || host == "[::1]" || host == "localhost";
}

ServeConfig completed(const CLI::App& serve, ServeConfig config) {
  if (config.listen.empty()) {
    config.listen = {"localhost:8080"};
  }
  if (config.threads == 0) {
    config.threads = std::max(1U, std::thread::hardware_concurrency());
  }
  const bool local = std::all_of(config.listen.begin(), config.listen.end(), is_loopback);
  config.reach = local ? ServeConfig::Reach::loopback : ServeConfig::Reach::network;
  complete_access(serve, config);
  return config;
}

Config chosen_key_command(const std::string& name, const Options& options) {
  if (name == "create") {
    return options.create_key;
  }
  if (name == "list") {
    return options.list_keys;
  }
  return options.revoke_key;
}

}  // namespace

void add_commands(CLI::App& root, Options& options) {
  options.serve.threads = 0;
  add_serve(root, options);
  add_file_commands(root, options);
  add_key_commands(root, options);
  add_maintenance_commands(root, options);
}

Config chosen(const CLI::App& root, Options& options) {
  const CLI::App& command = *root.get_subcommands().front();
  const std::string& name = command.get_name();
  options.check.url = HttpUrl::parse(options.check_url);
  if (name == "serve") {
    return completed(command, options.serve);
  }
  if (name == "keys") {
    return chosen_key_command(command.get_subcommands().front()->get_name(), options);
  }
  if (name == "import") {
    return chosen_import(options);
  }
  if (name == "export") {
    return chosen_export(options);
  }
  if (name == "check") {
    return options.check;
  }
  if (name == "backup") {
    return options.backup;
  }
  if (name == "restore") {
    return options.restore;
  }
  if (name == "migrate") {
    return options.migrate;
  }
  if (name == "reindex") {
    return options.reindex;
  }
  if (name == "copy") {
    return options.copy;
  }
  if (name == "openapi") {
    return options.openapi;
  }
  return VersionConfig{};
}

}  // namespace app
