#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "app/catalogue.hpp"
#include "app/command_line.hpp"
#include "support/parsed_command.hpp"

namespace app_command_line_test {
namespace {

using app::Config;
using app::ExitCode;
using app::ServeConfig;
using Words = std::vector<std::string>;

using Parsed = support::ParsedCommand;

Parsed parse(const Words& words) { return support::parse_command(words); }

ServeConfig serve(Words words) {
  words.insert(words.begin(), "serve");
  return parse(words).as<ServeConfig>();
}

// A variable of the environment for the length of a scope.
class Variable {
 public:
  struct Setting {
    std::string name;
    std::string value;
  };
  explicit Variable(const Setting& setting) : name_(setting.name) {
    setenv(name_.c_str(), setting.value.c_str(), 1);
  }
  ~Variable() { unsetenv(name_.c_str()); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;

 private:
  std::string name_;
};

// A configuration file for the length of a scope.
class File {
 public:
  explicit File(const std::string& text) {
    static int made = 0;
    path_ = testing::TempDir() + "command_line_" + std::to_string(getpid()) + '_' +
            std::to_string(++made) + ".toml";
    std::ofstream(path_) << text;
  }
  ~File() { std::remove(path_.c_str()); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// ---- commands

TEST(CommandLine, ServeAloneListensOnLoopbackOverTheDefaultFile) {
  const ServeConfig config = serve({});
  EXPECT_EQ(config.database.where, "./data/livros.db");
  EXPECT_EQ(config.listen, Words{"localhost:8080"});
  EXPECT_GE(config.threads, 1U);
  EXPECT_EQ(config.demo, ServeConfig::Demo::no);
  EXPECT_EQ(config.if_match, api::IfMatch::optional);
  EXPECT_EQ(config.access_log, api::AccessLog::on);
  EXPECT_EQ(config.log_level, base::LogLevel::info);
  EXPECT_EQ(config.limits.target_bytes_max, 8U * 1024);
  EXPECT_EQ(config.limits.header_bytes_max, 16U * 1024);
  EXPECT_EQ(config.limits.header_fields_max, 100U);
  EXPECT_EQ(config.json_body_bytes_max, 1024U * 1024);
  EXPECT_EQ(config.limits.sent_bytes_per_second_min, 1024U);
  EXPECT_EQ(config.limits.unsent_bytes_max, 64U * 1024 * 1024);
  EXPECT_EQ(config.limits.bodies_bytes_max, 64U * 1024 * 1024);
  EXPECT_EQ(config.limits.connections_max, 10'000U);
  EXPECT_EQ(config.limits.header_timeout, std::chrono::seconds(10));
  EXPECT_EQ(config.limits.idle_timeout, std::chrono::seconds(75));
  EXPECT_EQ(config.drain_timeout, std::chrono::seconds(25));
}

TEST(CommandLine, EveryOptionOfServeReachesItsSetting) {
  const ServeConfig config = serve({"--listen",
                                    "127.0.0.1:1",
                                    "--listen=[::1]:2",
                                    "--database",
                                    "x.db",
                                    "--auth=open",
                                    "--demo",
                                    "--require-if-match",
                                    "--threads",
                                    "3",
                                    "--access-log=off",
                                    "--log-level=error",
                                    "--target-bytes-max=1001",
                                    "--header-bytes-max=1002",
                                    "--header-fields-max=13",
                                    "--body-bytes-max=1004",
                                    "--body-rate-min=15",
                                    "--send-rate-min=19",
                                    "--unsent-bytes-max=1020",
                                    "--bodies-bytes-max=1021",
                                    "--connections-max=16",
                                    "--queue-max=17",
                                    "--book-cache-mib=18",
                                    "--page-cache-mib=0",
                                    "--header-timeout=0.5",
                                    "--idle-timeout=20",
                                    "--drain-timeout=21",
                                    "--drain-delay=2",
                                    "--index-folder=indice",
                                    "--isbn-ranges=RangeMessage.xml"});
  EXPECT_EQ(config.listen, (Words{"127.0.0.1:1", "[::1]:2"}));
  EXPECT_EQ(config.database.where, "x.db");
  EXPECT_EQ(config.demo, ServeConfig::Demo::yes);
  EXPECT_EQ(config.if_match, api::IfMatch::required);
  EXPECT_EQ(config.threads, 3U);
  EXPECT_EQ(config.access_log, api::AccessLog::off);
  EXPECT_EQ(config.log_level, base::LogLevel::error);
  EXPECT_EQ(config.limits.target_bytes_max, 1001U);
  EXPECT_EQ(config.limits.header_bytes_max, 1002U);
  EXPECT_EQ(config.limits.header_fields_max, 13U);
  EXPECT_EQ(config.json_body_bytes_max, 1004U);
  EXPECT_EQ(config.limits.body_bytes_per_second_min, 15U);
  EXPECT_EQ(config.limits.sent_bytes_per_second_min, 19U);
  EXPECT_EQ(config.limits.unsent_bytes_max, 1020U);
  EXPECT_EQ(config.limits.bodies_bytes_max, 1021U);
  EXPECT_EQ(config.limits.connections_max, 16U);
  EXPECT_EQ(config.queue_max, 17U);
  EXPECT_EQ(config.book_cache_mib, 18U);
  EXPECT_EQ(config.page_cache_mib, 0U);
  EXPECT_EQ(config.limits.header_timeout, std::chrono::milliseconds(500));
  EXPECT_EQ(config.limits.idle_timeout, std::chrono::seconds(20));
  EXPECT_EQ(config.drain_timeout, std::chrono::seconds(21));
  EXPECT_EQ(config.drain_delay, std::chrono::seconds(2));
  EXPECT_EQ(config.database.index_folder, "indice");
  EXPECT_EQ(config.isbn_ranges_file, "RangeMessage.xml");
}

TEST(CommandLine, TheIndexLiesBesideTheFileOrInTheTemporaryFolderUnlessItIsSaid) {
  app::DatabaseConfig database;
  EXPECT_EQ(app::index_folder(database), "./data");
  database.where = "livros.db";
  EXPECT_EQ(app::index_folder(database), ".");
  database.where = "postgresql://db/livros";
  EXPECT_EQ(app::index_folder(database), std::filesystem::temp_directory_path());
  database.index_folder = "indice";
  EXPECT_EQ(app::index_folder(database), "indice");
}

TEST(CommandLine, FileCommandsTakeTheirFileFormatAndDatabase) {
  const auto imported = parse({"import", "a.mrc", "--database", "b.db"}).as<app::ImportConfig>();
  EXPECT_EQ(imported.file, "a.mrc");
  EXPECT_EQ(imported.database.where, "b.db");
  EXPECT_EQ(imported.format, std::nullopt);
  const auto piped = parse({"import", "-", "--format=csv"}).as<app::ImportConfig>();
  EXPECT_EQ(piped.file, "-");
  EXPECT_EQ(piped.format, formats::Format::csv);
  const auto mapped =
      parse({"import", "--columns", "Tema=assuntos", "a.csv", "--columns",
             "Tombo=extra.tombo,Nota=", "--dry-run", "--duplicates=skip", "--rejects", "r.csv"})
          .as<app::ImportConfig>();
  EXPECT_EQ(mapped.file, "a.csv");
  ASSERT_EQ(mapped.columns.size(), 3U);
  EXPECT_EQ(mapped.columns[1].heading, "Tombo");
  EXPECT_EQ(mapped.if_known, store::IfKnown::skip);
  EXPECT_EQ(mapped.effect, store::LoadEffect::tried);
  EXPECT_EQ(mapped.rejects_file, "r.csv");
  parse({"import", "--template"}).as<app::TemplateConfig>();
  EXPECT_EQ(parse({"export", "-", "--excel"}).as<app::ExportConfig>().format, formats::Format::csv);
  const auto exported = parse({"export", "--format", "ndjson", "x"}).as<app::ExportConfig>();
  EXPECT_EQ(exported.file, "x");
  EXPECT_EQ(exported.format, formats::Format::ndjson);
  EXPECT_EQ(parse({"backup", "c.db"}).as<app::BackupConfig>().file, "c.db");
  EXPECT_EQ(parse({"restore", "c.db"}).as<app::RestoreConfig>().file, "c.db");
}

TEST(CommandLine, TheOtherCommandsNeedNothing) {
  EXPECT_EQ(parse({"check"}).as<app::CheckConfig>().database.where, "./data/livros.db");
  EXPECT_EQ(parse({"migrate", "--database=m.db"}).as<app::MigrateConfig>().database.where, "m.db");
  EXPECT_EQ(parse({"migrate", "--contract"}).as<app::MigrateConfig>().contract,
            app::MigrateConfig::Contract::yes);
  EXPECT_EQ(parse({"openapi"}).as<app::OpenapiConfig>().form, app::OpenapiConfig::Form::yaml);
  EXPECT_EQ(parse({"openapi", "--json"}).as<app::OpenapiConfig>().form,
            app::OpenapiConfig::Form::json);
  (void)parse({"version"}).as<app::VersionConfig>();
}

TEST(CommandLine, HelpIsNoErrorAndShowsTheGroups) {
  for (const std::string command : {"serve", "import", "export", "check", "backup", "restore",
                                    "migrate", "keys", "openapi", "version"}) {
    const auto help = parse({command, "--help"});
    EXPECT_TRUE(help.is(ExitCode::done)) << command;
    EXPECT_FALSE(help.out.empty()) << command;
    EXPECT_EQ(help.err, "") << command;
  }
  EXPECT_TRUE(parse({"--help"}).is(ExitCode::done));
  const std::string help = parse({"serve", "--help"}).out;
  for (const std::string group :
       {"Catálogo", "Rede", "Acesso", "Limites por cliente", "Limites", "Log"}) {
    EXPECT_NE(help.find('\n' + group + ":\n"), std::string::npos) << group;
  }
}

// ---- mistakes

struct Mistake {
  Words words;
  std::string named;
};

TEST(CommandLine, AMistakeIsAUsageErrorThatNamesWhatIsRight) {
  for (const auto& [words, named] : {
           Mistake{{"serve", "--lisen", "127.0.0.1:0"}, "--listen"},
           Mistake{{"serve", "--acces-log=off"}, "--access-log"},
           Mistake{{"check", "--databse", "x"}, "--database"},
           Mistake{{"srve"}, "serve"},
           Mistake{{"chek"}, "check"},
           Mistake{{"serve", "--threads", "many"}, "--threads"},
           Mistake{{"serve", "--threads=-1"}, "--threads"},
           Mistake{{"serve", "--threads=257"}, "--threads"},
           Mistake{{"serve", "--access-log", "maybe"}, "on|off"},
           Mistake{{"serve", "--log-level", "loud"}, "debug|info|warning|error"},
           Mistake{{"serve", "--auth=maybe"}, "--auth"},
           Mistake{{"serve", "--body-bytes-max", "0"}, "--body-bytes-max"},
           Mistake{{"serve", "--queue-max"}, "--queue-max"},
           Mistake{{"serve", "--idle-timeout=-1"}, "--idle-timeout"},
           Mistake{{"serve", "--listen", "nowhere"}, "nowhere"},
           Mistake{{"serve", "--listen=127.0.0.1:65536"}, "127.0.0.1:65536"},
           Mistake{{"serve", "--listen=127.0.0.1:"}, "127.0.0.1:"},
           Mistake{{"serve", "--listen=:8080"}, "endereço:porta"},
           Mistake{{"serve", "--listen=127.0.0.1:80x"}, "127.0.0.1:80x"},
           Mistake{{"serve", "extra"}, "extra"},
           Mistake{{"import"}, "falta ARQUIVO"},
           Mistake{{"import", "x", "--format=xml"}, "--format"},
           Mistake{{"import", "x", "--duplicates=talvez"}, "--duplicates"},
           Mistake{{"import", "x", "--columns", "Tema=nada"}, "Tema=nada"},
           Mistake{{"export", "x", "--excel", "--format=ndjson"}, "--excel"},
           Mistake{{"export", "x", "--format=unimarc"}, "--format"},
           Mistake{{"backup"}, "falta ARQUIVO"},
           Mistake{{"version", "--jsn"}, "--jsn"},
           Mistake{{}, "--help"},
           Mistake{{"--verbose"}, "--help"},
           Mistake{{"zzzzzz"}, "zzzzzz"},
       }) {
    const auto parsed = parse(words);
    EXPECT_TRUE(parsed.is(ExitCode::usage)) << testing::PrintToString(words);
    EXPECT_NE(parsed.err.find(named), std::string::npos)
        << testing::PrintToString(words) << ": " << parsed.err;
    EXPECT_EQ(parsed.out, "");
  }
}

// CLI11's own words, which are English, and lines in two languages at once.
TEST(CommandLine, WhatItSaysIsInOneLanguage) {
  const std::vector<Words> lines{{"--help"},
                                 {"serve", "--help"},
                                 {"import", "--help"},
                                 {"keys", "create", "--help"},
                                 {"import"},
                                 {"keys"},
                                 {"serve", "--threads=many"},
                                 {"serve", "--queue-max"},
                                 {"serve", "--demo=x"},
                                 {"serve", "--listen=x"},
                                 {"export", "x", "--format=unimarc"},
                                 {"keys", "revoke", "0"},
                                 {"serve", "--lisen=x"},
                                 {"serve", "--private", "--auth=open"}};
  for (const Words& words : lines) {
    std::string portuguese;
    {
      const Variable locale({"LC_ALL", "pt_BR.UTF-8"});
      const Parsed parsed = parse(words);
      portuguese = parsed.out + parsed.err;
    }
    const Variable locale({"LC_ALL", "en_US.UTF-8"});
    const Parsed parsed = parse(words);
    const std::string english = parsed.out + parsed.err;
    EXPECT_NE(portuguese, english);
    EXPECT_EQ((portuguese + english).find(" / "), std::string::npos) << portuguese << english;
    for (const std::string word : {"Usage", "OPTIONS", "TEXT ", "required", "missing",
                                   "Env:", "not in", "Could not", "unknown", "show this help"}) {
      EXPECT_EQ(portuguese.find(word), std::string::npos) << word << " in " << portuguese;
    }
  }
}

TEST(CommandLine, AFarFetchedOptionIsRefusedWithoutAGuess) {
  const auto parsed = parse({"serve", "--zzzzzzzz"});
  EXPECT_TRUE(parsed.is(ExitCode::usage));
  EXPECT_NE(parsed.err.find("--zzzzzzzz"), std::string::npos);
  EXPECT_EQ(parsed.err.find("quis dizer"), std::string::npos);
}

// ---- environment and file

TEST(CommandLine, EveryOptionIsAVariableOfTheEnvironment) {
  const Variable listen({"API_LIVROS_LISTEN", "0.0.0.0:9"});
  const Variable auth({"API_LIVROS_AUTH", "open"});
  const Variable database({"API_LIVROS_DATABASE", "env.db"});
  const Variable body({"API_LIVROS_BODY_BYTES_MAX", "500"});
  const Variable log({"API_LIVROS_ACCESS_LOG", "off"});
  const Variable strict({"API_LIVROS_REQUIRE_IF_MATCH", "true"});
  const ServeConfig config = serve({});
  EXPECT_EQ(config.listen, Words{"0.0.0.0:9"});
  EXPECT_EQ(config.database.where, "env.db");
  EXPECT_EQ(config.json_body_bytes_max, 500U);
  EXPECT_EQ(config.access_log, api::AccessLog::off);
  EXPECT_EQ(config.if_match, api::IfMatch::required);
  EXPECT_EQ(parse({"check"}).as<app::CheckConfig>().database.where, "env.db");
}

TEST(CommandLine, AWrongValueInTheEnvironmentIsAUsageError) {
  const Variable body({"API_LIVROS_BODY_BYTES_MAX", "muitos"});
  EXPECT_TRUE(parse({"serve"}).is(ExitCode::usage));
}

TEST(CommandLine, AnUnknownVariableIsRefusedWithTheNearestOne) {
  struct Case {
    std::string name;
    std::string nearest;  // empty: none is near
  };
  for (const auto& [name, nearest] :
       {Case{"API_LIVROS_PRIVAT", "API_LIVROS_PRIVATE"}, Case{"API_LIVROS_LISTENS", "_LISTEN?"},
        Case{"API_LIVROS_ADMINKEY", "API_LIVROS_ADMIN_KEY"},
        Case{"API_LIVROS_CORS_ORIGINS", "API_LIVROS_CORS_ORIGIN"}, Case{"API_LIVROS_XYZ", ""},
        Case{"API_LIVROS_PORT", ""}, Case{"API_LIVROS_", ""}}) {
    for (const std::string value : {"1", ""}) {
      const Variable variable({name, value});
      for (const std::string command : {"serve", "check", "version"}) {
        const auto parsed = parse({command});
        EXPECT_TRUE(parsed.is(ExitCode::usage)) << name << command;
        EXPECT_NE(parsed.err.find(name), std::string::npos) << parsed.err;
        EXPECT_NE(parsed.err.find(nearest), std::string::npos) << parsed.err;
      }
    }
  }
}

TEST(CommandLine, TheVariablesOfOtherCommandsAndOfOrchestratorsAreNoMistakes) {
  const Variable of_keys({"API_LIVROS_EXPIRES", "90d"});
  const Variable config({"API_LIVROS_ADMIN_KEY", ""});
  const Variable host({"API_LIVROS_SERVICE_HOST", "10.0.0.1"});
  const Variable port({"API_LIVROS_SERVICE_PORT", "80"});
  const Variable link({"API_LIVROS_PORT", "tcp://10.0.0.1:80"});
  const Variable part({"API_LIVROS_PORT_80_TCP_ADDR", "10.0.0.1"});
  const Variable other({"API_LIVROSX_FOO", "1"});
  EXPECT_TRUE(std::holds_alternative<Config>(parse({"serve"}).result));
}

TEST(CommandLine, AllowedHostsComeFromEverywhere) {
  EXPECT_EQ(serve({"--allowed-host", "a.exemplo", "--allowed-host=b,c"}).access.allowed_hosts,
            (Words{"a.exemplo", "b", "c"}));
  {
    const Variable variable({"API_LIVROS_ALLOWED_HOST", "livros,a.exemplo"});
    EXPECT_EQ(serve({}).access.allowed_hosts, (Words{"livros", "a.exemplo"}));
  }
  const File file("allowed-host = [\"a\", \"*\"]\n");
  EXPECT_EQ(serve({"--config", file.path()}).access.allowed_hosts, (Words{"a", "*"}));
  for (const std::string wrong : {"a:80", "http://a", "*.a", "[::1]"}) {
    EXPECT_TRUE(parse({"serve", "--allowed-host", wrong}).is(ExitCode::usage)) << wrong;
  }
}

TEST(CommandLine, TheFileSetsWhatNobodyElseSays) {
  const File file(
      "body-bytes-max = 500\naccess-log = \"off\"\nlisten = [\"127.0.0.1:1\", "
      "\"127.0.0.1:2\"]\nrequire-if-match = true\n");
  const ServeConfig config = serve({"--config", file.path()});
  EXPECT_EQ(config.json_body_bytes_max, 500U);
  EXPECT_EQ(config.access_log, api::AccessLog::off);
  EXPECT_EQ(config.listen, (Words{"127.0.0.1:1", "127.0.0.1:2"}));
  EXPECT_EQ(config.if_match, api::IfMatch::required);
}

TEST(CommandLine, TheLineBeatsTheEnvironmentWhichBeatsTheFile) {
  const File file("body-bytes-max = 500\nqueue-max = 50\nthreads = 5\nlisten = \"127.0.0.1:1\"\n");
  const Variable config_file({"API_LIVROS_CONFIG", file.path()});
  const Variable body({"API_LIVROS_BODY_BYTES_MAX", "600"});
  const Variable queue({"API_LIVROS_QUEUE_MAX", "60"});
  const ServeConfig config = serve({"--body-bytes-max=700", "--listen", "127.0.0.1:2"});
  EXPECT_EQ(config.json_body_bytes_max, 700U);
  EXPECT_EQ(config.queue_max, 60U);
  EXPECT_EQ(config.threads, 5U);
  EXPECT_EQ(config.listen, Words{"127.0.0.1:2"});
}

TEST(CommandLine, AnEmptyVariableSaysNothing) {
  const File file("queue-max = 50\n");
  const Variable queue({"API_LIVROS_QUEUE_MAX", ""});
  EXPECT_EQ(serve({}).queue_max, 4096U);
  EXPECT_EQ(serve({"--config=" + file.path()}).queue_max, 50U);
}

TEST(CommandLine, AnUnknownKeyOrSectionInTheFileIsRefusedByName) {
  const File typo("body-byte-max = 500\n");
  const auto near = parse({"serve", "--config", typo.path()});
  EXPECT_TRUE(near.is(ExitCode::usage));
  EXPECT_NE(near.err.find("--body-bytes-max"), std::string::npos);
  EXPECT_NE(near.err.find(typo.path()), std::string::npos);
  const File section("[serve]\nqueue-max = 5\n");
  EXPECT_TRUE(parse({"serve", "--config", section.path()}).is(ExitCode::usage));
  const File dotted("serve.queue-max = 5\n");
  EXPECT_TRUE(parse({"serve", "--config", dotted.path()}).is(ExitCode::usage));
  const File nested("config = \"other.toml\"\n");
  EXPECT_TRUE(parse({"serve", "--config", nested.path()}).is(ExitCode::usage));
}

TEST(CommandLine, AWrongValueInTheFileIsRefused) {
  const File file("queue-max = 0\n");
  const auto parsed = parse({"serve", "--config", file.path()});
  EXPECT_TRUE(parsed.is(ExitCode::usage));
  EXPECT_NE(parsed.err.find("--queue-max"), std::string::npos);
}

TEST(CommandLine, AFileThatIsNotThereIsAUsageError) {
  const auto parsed = parse({"serve", "--config", "/nonexistent/x.toml"});
  EXPECT_TRUE(parsed.is(ExitCode::usage));
  EXPECT_NE(parsed.err.find("/nonexistent/x.toml"), std::string::npos);
  EXPECT_TRUE(parse({"serve", "--config", testing::TempDir()}).is(ExitCode::usage)) << "a folder";
}

}  // namespace
}  // namespace app_command_line_test
