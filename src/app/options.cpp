#include "app/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <thread>

#include "app/access_options.hpp"
#include "app/option_words.hpp"

namespace app {
namespace {

void add_database(CLI::App& command, DatabaseConfig& database) {
  const std::string group = "Catálogo / catalogue";
  command
      .add_option("--database", database.where,
                  "arquivo SQLite ou postgresql://… / SQLite file or postgresql://…")
      ->capture_default_str()
      ->group(group);
  command
      .add_option("--database-password-file", database.password_file,
                  "senha do PostgreSQL, lida a cada conexão / PostgreSQL's password, read at each "
                  "connection")
      ->group(group);
  add_word(command, "--database-prepared", database.prepared,
           Words<postgres::Options::Prepared>{{"on", postgres::Options::Prepared::by_name},
                                              {"off", postgres::Options::Prepared::never}})
      ->description("off: para PgBouncer em modo transaction / for PgBouncer in transaction mode")
      ->group(group);
}

void add_index_folder(CLI::App& command, DatabaseConfig& database) {
  command
      .add_option("--index-folder", database.index_folder,
                  "pasta dos arquivos do índice de busca; senão, a do arquivo SQLite ou a "
                  "temporária do sistema / folder of the search index's files; else the SQLite "
                  "file's or the "
                  "system's temporary one")
      ->type_name("PASTA")
      ->group("Catálogo / catalogue");
}

// "host:port", "[::1]:port"; empty when fine, as CLI11 wants it.
std::string refuse_address(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  const std::string port = colon == std::string::npos ? "" : address.substr(colon + 1);
  const bool digits = !port.empty() && port.size() <= 5 &&
                      port.find_first_not_of("0123456789") == std::string::npos;
  if (colon == 0 || !digits || std::stoi(port) > 65535) {
    return address + ": endereço:porta / address:port (127.0.0.1:8080, [::]:8080, localhost:8080)";
  }
  return {};
}

// Empty when fine, as CLI11 wants it.
std::string refuse_url(const std::string& url) {
  return HttpUrl::parse(url) ? "" : url + ": http://127.0.0.1:8080/readyz";
}

std::string refuse_key_name(const std::string& name) {
  return catalog::key_name(name) ? "" : "1…100 caracteres / characters";
}

std::string refuse_expiry(const std::string& expiry) {
  const base::Instant now = base::SystemClock().now();
  return catalog::expiry_of(expiry, now)
             ? ""
             : expiry + ": 90d, 12h, 2027-12-31, 2027-12-31T12:00:00Z; no futuro / in the future";
}

void add_network_options(CLI::App& serve, ServeConfig& config) {
  const std::string group = "Rede / network";
  serve
      .add_option("--listen", config.listen, "endereço:porta, repetível / address:port, repeatable")
      ->check(CLI::Validator(refuse_address, "", "address"))
      ->default_str("localhost:8080")
      ->group(group);
  serve
      .add_option("--threads", config.threads,
                  "threads de E/S; 0 = uma por núcleo / I/O threads; 0 = one per core")
      ->check(CLI::Range(0, 256))
      ->default_str("0")
      ->group(group);
  add_duration(serve, "--drain-delay", config.drain_delay,
               "depois do SIGTERM, aceita ainda por / after SIGTERM keep accepting for")
      ->group(group);
  add_duration(serve, "--drain-timeout", config.drain_timeout,
               "depois do SIGTERM, sai no máximo em / after SIGTERM exit within")
      ->group(group);
}

void add_limit_options(CLI::App& serve, ServeConfig& config) {
  const std::string group = "Limites / limits";
  http::Limits& limits = config.limits;
  const auto add = [&](const std::string& name, std::size_t& target, const std::string& help) {
    serve.add_option(name, target, help)
        ->check(CLI::Range(std::size_t{1}, std::size_t{1} << 40))
        ->capture_default_str()
        ->group(group);
  };
  add("--target-bytes-max", limits.target_bytes_max, "endereço pedido (414) / request target");
  add("--header-bytes-max", limits.header_bytes_max, "cabeçalho inteiro (431) / whole head");
  add("--header-fields-max", limits.header_fields_max, "campos do cabeçalho (431) / fields");
  add("--body-bytes-max", config.json_body_bytes_max, "corpo JSON (413) / JSON body");
  add("--body-rate-min", limits.body_bytes_per_second_min,
      "bytes por segundo de um corpo (408) / bytes per second of a body");
  add("--send-rate-min", limits.sent_bytes_per_second_min,
      "bytes por segundo que o cliente lê / bytes per second that a client reads");
  add("--unsent-bytes-max", limits.unsent_bytes_max,
      "respostas à espera de clientes lentos / answers waiting for slow clients");
  add("--bodies-bytes-max", limits.bodies_bytes_max,
      "corpos de pedidos em andamento (503) / bodies of requests under way");
  add("--connections-max", limits.connections_max, "conexões abertas (503) / connections");
  add("--queue-max", config.queue_max, "escritas à espera (503) / writes waiting");
  add("--in-flight-max", config.access.in_flight_max,
      "pedidos aceitos e ainda sem resposta (503) / requests accepted and not answered yet");
  add_duration(serve, "--lag-max", config.access.lag_max,
               "atraso de uma thread de E/S (503) / how far an I/O thread may lag behind", 0.01)
      ->group(group);
  // 0 keeps nothing: bench/ measures what the store itself costs.
  const auto add_cache = [&](const std::string& name, std::size_t& mib, const std::string& help) {
    serve.add_option(name, mib, help)
        ->check(CLI::Range(std::size_t{0}, std::size_t{1} << 20))
        ->capture_default_str()
        ->group(group);
  };
  add_cache("--book-cache-mib", config.book_cache_mib, "livros prontos em memória / hot books");
  add_cache("--page-cache-mib", config.page_cache_mib,
            "páginas prontas por thread / pages per thread");
  add_duration(serve, "--header-timeout", limits.header_timeout,
               "para um cabeçalho chegar (408) / for a head to arrive")
      ->group(group);
  add_duration(serve, "--idle-timeout", limits.idle_timeout,
               "conexão sem pedidos / connection without requests")
      ->group(group);
}

void add_serve(CLI::App& root, Options& options) {
  ServeConfig& config = options.serve;
  CLI::App& serve = *root.add_subcommand("serve", "atende por HTTP / serve over HTTP");
  add_database(serve, config.database);
  add_index_folder(serve, config.database);
  serve
      .add_option(
          "--database-replica", config.database.replica,
          "postgresql://… de onde ler enquanto o primário não responde / to read from while "
          "the primary does not answer")
      ->group("Catálogo / catalogue");
  serve
      .add_flag_callback(
          "--demo", [&config] { config.demo = ServeConfig::Demo::yes; },
          "põe quatro livros num catálogo vazio / four books into an empty catalogue")
      ->group("Catálogo / catalogue");
  serve
      .add_option("--isbn-ranges", config.isbn_ranges_file,
                  "tabela de faixas de ISBN (RangeMessage.xml) mais nova que a do programa / ISBN "
                  "range table newer than the program's")
      ->type_name("ARQUIVO")
      ->group("Catálogo / catalogue");
  add_network_options(serve, config);
  add_access_options(serve, config);
  add_limit_options(serve, config);
  const std::string group = "Registro / logging";
  add_word(serve, "--access-log", config.access_log,
           Words<api::AccessLog>{{"on", api::AccessLog::on}, {"off", api::AccessLog::off}})
      ->description("uma linha JSON por pedido / one JSON line a request")
      ->group(group);
  add_word(serve, "--log-level", config.log_level,
           Words<base::LogLevel>{{"debug", base::LogLevel::debug},
                                 {"info", base::LogLevel::info},
                                 {"warning", base::LogLevel::warning},
                                 {"error", base::LogLevel::error}})
      ->group(group);
  serve.add_option("--config", options.config_file,
                   "arquivo TOML/INI com estas opções / TOML/INI file with these options");
}

void add_format(CLI::App& command, std::string& format, const std::vector<std::string>& words) {
  command.add_option("--format", format, "senão, pelo nome / else by the name")
      ->check(CLI::IsMember(words));
}

void add_file_commands(CLI::App& root, Options& options) {
  CLI::App& importing = *root.add_subcommand(
      "import", "carrega um arquivo MARC, CSV ou NDJSON / load a file into the catalogue");
  importing.add_option("FILE", options.importing.file, "arquivo, ou - / file, or -")->required();
  add_format(importing, options.import_format, {"marc", "csv", "ndjson"});
  add_database(importing, options.importing.database);
  add_index_folder(importing, options.importing.database);

  CLI::App& exporting =
      *root.add_subcommand("export", "grava todos os livros em CSV ou NDJSON / write all books");
  exporting.add_option("FILE", options.exporting.file, "arquivo, ou - / file, or -")->required();
  add_format(exporting, options.export_format, {"csv", "ndjson"});
  add_database(exporting, options.exporting.database);
}

void add_key_commands(CLI::App& root, Options& options) {
  CLI::App& keys = *root.add_subcommand("keys", "chaves de acesso / access keys");
  keys.require_subcommand(1);

  KeysCreateConfig& creating = options.create_key;
  CLI::App& create = *keys.add_subcommand(
      "create", "faz uma chave e a mostra uma única vez / make a key and show it once");
  create.add_option("--name", creating.name, "de quem é: aparece na história / whose it is")
      ->check(CLI::Validator(refuse_key_name, "", "name"))
      ->required();
  Words<catalog::Scope> scopes;
  for (const auto scope :
       {catalog::Scope::read, catalog::Scope::write, catalog::Scope::administer}) {
    scopes.emplace_back(to_string(scope), scope);
  }
  add_word(create, "--scope", creating.scope, scopes)
      ->description("cada um inclui os anteriores / each includes those before it")
      ->required();
  create
      .add_option("--expires", creating.expires,
                  "90d, 12h ou data (2027-12-31); senão, nunca / or a date; else never")
      ->check(CLI::Validator(refuse_expiry, "", "expiry"));
  add_database(create, creating.database);

  CLI::App& list = *keys.add_subcommand("list", "mostra as chaves / show the keys");
  list.add_flag_callback(
      "--json", [&options] { options.list_keys.form = KeysListConfig::Form::json; }, "JSON");
  add_database(list, options.list_keys.database);

  CLI::App& revoke = *keys.add_subcommand("revoke", "revoga uma chave / revoke a key");
  revoke.add_option("ID", options.revoke_key.id, "de keys list / from keys list")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1} << 53))
      ->required();
  add_database(revoke, options.revoke_key.database);
}

void add_maintenance_commands(CLI::App& root, Options& options) {
  CLI::App& check = *root.add_subcommand(
      "check", "confere o catálogo, ou um servidor / verify the catalogue, or a server");
  add_database(check, options.check.database);
  check
      .add_option("--url", options.check_url,
                  "em vez do catálogo: 0 se o endereço responde 200 em 2 s / instead of the "
                  "catalogue: 0 when it answers 200 within 2 s")
      ->check(CLI::Validator(refuse_url, "", "url"))
      ->type_name("http://…")
      ->group("Servidor / server");

  CLI::App& backup = *root.add_subcommand("backup", "cópia do catálogo / copy the catalogue");
  backup.add_option("FILE", options.backup.file, "a fazer / to be made")->required();
  add_database(backup, options.backup.database);

  CLI::App& restore = *root.add_subcommand(
      "restore",
      "volta uma cópia, guardando o que houver / bring a backup back, keeping what is there");
  restore.add_option("FILE", options.restore.file, "feito por / made by backup")->required();
  add_database(restore, options.restore.database);

  CLI::App& migrate =
      *root.add_subcommand("migrate", "atualiza o esquema / bring the schema up to date");
  add_database(migrate, options.migrate.database);

  CLI::App& reindex =
      *root.add_subcommand("reindex", "refaz o índice de busca / make the search index anew");
  add_database(reindex, options.reindex.database);
  add_index_folder(reindex, options.reindex.database);

  CLI::App& copy = *root.add_subcommand(
      "copy",
      "leva um catálogo, com a história, a um banco vazio / bring a catalogue, with its history, "
      "into an empty database");
  copy.add_option("FROM", options.copy.from.where, "arquivo ou postgresql://…")->required();
  copy.add_option("TO", options.copy.to.where, "arquivo ou postgresql://…")->required();
  add_index_folder(copy, options.copy.to);

  CLI::App& openapi = *root.add_subcommand("openapi", "mostra o contrato / print the contract");
  openapi.add_flag_callback(
      "--json", [&options] { options.openapi.form = OpenapiConfig::Form::json; }, "JSON");

  root.add_subcommand("version", "mostra a versão / print the version");
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
  complete_access(serve, local ? Reach::loopback : Reach::network, config);
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
  options.importing.format = formats::format_named(options.import_format);
  options.exporting.format = formats::format_named(options.export_format);
  options.check.url = HttpUrl::parse(options.check_url);
  if (name == "serve") {
    return completed(command, options.serve);
  }
  if (name == "keys") {
    return chosen_key_command(command.get_subcommands().front()->get_name(), options);
  }
  if (name == "import") {
    return options.importing;
  }
  if (name == "export") {
    return options.exporting;
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
