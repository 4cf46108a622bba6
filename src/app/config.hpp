// The settings of command line, environment and configuration file, as values. Built once by
// command_line.cpp before anything else exists.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "api/access/access_rules.hpp"
#include "api/answer/settings.hpp"
#include "app/http_url.hpp"
#include "base/log.hpp"
#include "catalog/access_key.hpp"
#include "catalog/listing.hpp"
#include "formats/format.hpp"
#include "http/server.hpp"
#include "store/maintenance.hpp"
#include "store/postgres/options.hpp"

namespace app {

inline constexpr std::string_view default_database = "./data/livros.db";
inline constexpr std::size_t mib = 1024 * 1024;

// Where the catalogue is: `--database` and what belongs to it.
struct DatabaseConfig {
  std::string where{default_database};
  // PostgreSQL only.
  std::string replica;
  std::string readers;
  std::string password_file;
  postgres::Options::Prepared prepared = postgres::Options::Prepared::by_name;
  std::string index_folder;  // empty: index_folder() in catalogue.hpp
};

// What the catalogue says of itself in what it gives to others.
struct IdentityConfig {
  std::string public_url;         // without a slash at its end; empty: nobody has said
  std::string marc_organization;  // MARC 21 field 003
  std::string marc_country{"xx "};
  // To clients of protocols; see api/answer/settings.hpp.
  std::string name{"API Livros"};
  std::string admin_email;
  std::string oai_namespace;
  catalog::Holdings opds_holdings = catalog::Holdings::all;
};

struct ServeConfig {
  DatabaseConfig database;
  IdentityConfig identity;
  std::vector<std::string> listen;
  enum class Reach : std::uint8_t { loopback, network } reach = Reach::loopback;  // of these
  unsigned threads = 1;
  api::AccessRules access;
  api::IsbnSources isbn_sources;
  std::string admin_key_file;
  std::string admin_key;  // from there or from the environment; empty: none
  enum class Demo : std::uint8_t { no, yes } demo = Demo::no;
  api::IfMatch if_match = api::IfMatch::optional;
  api::AccessLog access_log = api::AccessLog::on;
  base::LogLevel log_level = base::LogLevel::info;
  http::Limits limits;
  std::size_t json_body_bytes_max = mib;
  std::size_t import_bytes_max = 1024 * mib;
  std::size_t queue_max = 4096;
  std::size_t book_cache_mib = 64;
  std::size_t page_cache_mib = 16;
  std::string isbn_ranges_file;  // empty: the table of this build
  std::chrono::seconds drain_timeout{25};
  std::chrono::seconds drain_delay{0};
};

struct ImportConfig {
  DatabaseConfig database;
  std::string file;
  std::optional<formats::Format> format;
  formats::ColumnRules columns;
  formats::Encoding encoding = formats::Encoding::automatic;
  formats::CsvProfile profile = formats::CsvProfile::automatic;
  std::string rejects_file;  // empty: none
  store::IfKnown if_known = store::IfKnown::create;
  store::LoadEffect effect = store::LoadEffect::kept;
};
// `import --template`: prints a CSV file without rows.
struct TemplateConfig {};

struct ExportConfig {
  DatabaseConfig database;
  IdentityConfig identity;
  std::string file;
  std::optional<formats::Format> format;
  enum class Dialect : std::uint8_t { plain, excel } dialect = Dialect::plain;
};

struct CheckConfig {
  DatabaseConfig database;
  // A running server to ask, in place of the catalogue.
  std::optional<HttpUrl> url;
};
struct BackupConfig {
  DatabaseConfig database;
  std::string file;
};
struct RestoreConfig {
  DatabaseConfig database;
  std::string file;
};
struct MigrateConfig {
  DatabaseConfig database;
  // Also drops what instances of the release before need.
  enum class Contract : std::uint8_t { no, yes } contract = Contract::no;
};
struct ReindexConfig {
  DatabaseConfig database;
};
struct CopyConfig {
  DatabaseConfig from;
  DatabaseConfig to;
};
struct KeysCreateConfig {
  DatabaseConfig database;
  std::string name;
  catalog::Scope scope = catalog::Scope::read;
  std::string expires;  // empty: never
};
struct KeysListConfig {
  DatabaseConfig database;
  enum class Form : std::uint8_t { table, json } form = Form::table;
};
struct KeysRevokeConfig {
  DatabaseConfig database;
  std::int64_t id = 0;
};
struct OpenapiConfig {
  enum class Form : std::uint8_t { yaml, json } form = Form::yaml;
};
struct VersionConfig {};

using Config =
    std::variant<ServeConfig, ImportConfig, TemplateConfig, ExportConfig, CheckConfig, BackupConfig,
                 RestoreConfig, MigrateConfig, ReindexConfig, CopyConfig, KeysCreateConfig,
                 KeysListConfig, KeysRevokeConfig, OpenapiConfig, VersionConfig>;

}  // namespace app
