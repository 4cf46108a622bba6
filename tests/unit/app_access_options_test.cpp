#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "app/command_line.hpp"

namespace app_access_options_test {
namespace {

using api::AccessRules;
using api::Rate;
using app::ExitCode;
using app::ServeConfig;
using Words = std::vector<std::string>;
using namespace std::chrono_literals;

constexpr auto good_key = "lv_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

struct Parsed {
  std::variant<app::Config, ExitCode> result;
  std::string err;

  template <class Command>
  const Command& as() const {
    return std::get<Command>(std::get<app::Config>(result));
  }
  bool is_usage_error() const {
    const auto* exit = std::get_if<ExitCode>(&result);
    return exit != nullptr && *exit == ExitCode::usage;
  }
};

Parsed parse(const Words& words) {
  std::vector<const char*> argv{"api-livros"};
  for (const std::string& word : words) {
    argv.push_back(word.c_str());
  }
  testing::internal::CaptureStderr();
  auto result = app::parse_command_line(static_cast<int>(argv.size()), argv.data());
  return {std::move(result), testing::internal::GetCapturedStderr()};
}

ServeConfig serve(Words words) {
  words.insert(words.begin(), "serve");
  const Parsed parsed = parse(words);
  EXPECT_EQ(parsed.err, "");
  return parsed.as<ServeConfig>();
}

void expect_refused(const Words& words, const std::string& named) {
  const Parsed parsed = parse(words);
  EXPECT_TRUE(parsed.is_usage_error()) << testing::PrintToString(words);
  EXPECT_NE(parsed.err.find(named), std::string::npos) << parsed.err;
}

class Variable {
 public:
  explicit Variable(const char* value) { setenv("API_LIVROS_ADMIN_KEY", value, 1); }
  ~Variable() { unsetenv("API_LIVROS_ADMIN_KEY"); }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
};

class KeyFile {
 public:
  explicit KeyFile(const std::string& text)
      : path_(testing::TempDir() + "admin_key_" + std::to_string(getpid())) {
    std::ofstream(path_) << text;
  }
  ~KeyFile() { std::remove(path_.c_str()); }
  KeyFile(const KeyFile&) = delete;
  KeyFile& operator=(const KeyFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// ---- serve -------------------------------------------------------------------------------------

TEST(AccessOptions, OnLoopbackAloneEverybodyMayWriteAndBeyondWhoHasAKey) {
  for (const std::string address : {"127.0.0.1:80", "[::1]:80", "localhost:80"}) {
    EXPECT_EQ(serve({"--listen", address}).access.auth, AccessRules::Auth::open) << address;
  }
  for (const std::string address :
       {"0.0.0.0:80", "[::]:80", "192.168.0.1:80", "example.org:80", "127.example.org:80",
        "localhost.example.org:80", "[::2]:80", "[::ffff:10.0.0.1]:80"}) {
    EXPECT_EQ(serve({"--listen", address}).access.auth, AccessRules::Auth::keys) << address;
    EXPECT_EQ(serve({"--listen", address, "--auth=open"}).access.auth, AccessRules::Auth::open);
  }
  EXPECT_EQ(serve({"--listen=127.0.0.1:80", "--listen=0.0.0.0:81"}).access.auth,
            AccessRules::Auth::keys);
  EXPECT_EQ(serve({"--auth=keys"}).access.auth, AccessRules::Auth::keys);
  expect_refused({"serve", "--auth=maybe"}, "open|keys");
}

TEST(AccessOptions, ReadingIsPrivateOnlyWithKeys) {
  EXPECT_EQ(serve({"--auth=keys"}).access.reads, AccessRules::Reads::open);
  EXPECT_EQ(serve({"--auth=keys", "--private"}).access.reads, AccessRules::Reads::keyed);
  expect_refused({"serve", "--private"}, "--auth=keys");
  expect_refused({"serve", "--private", "--auth=open", "--listen=0.0.0.0:80"}, "--auth=keys");
}

TEST(AccessOptions, ClientsAreLimitedWhereKeysAreAskedForUnlessSaidOtherwise) {
  const auto open = serve({}).access;
  EXPECT_EQ(open.reads_rate, std::nullopt);
  EXPECT_EQ(open.writes_rate, std::nullopt);
  EXPECT_EQ(open.failures_rate, std::nullopt);
  const auto keyed = serve({"--auth=keys"}).access;
  EXPECT_EQ(keyed.reads_rate, (Rate{100, 1s, 400}));
  EXPECT_EQ(keyed.writes_rate, (Rate{50, 1s, 200}));
  EXPECT_EQ(keyed.failures_rate, (Rate{60, 60s, 20}));
  const auto told =
      serve({"--auth=keys", "--rate-reads=off", "--rate-writes=5/s:50", "--rate-failures=9/min"})
          .access;
  EXPECT_EQ(told.reads_rate, std::nullopt);
  EXPECT_EQ(told.writes_rate, (Rate{5, 1s, 50}));
  EXPECT_EQ(told.failures_rate, (Rate{9, 60s, 9}));
  EXPECT_EQ(serve({"--rate-reads=1/s"}).access.reads_rate, (Rate{1, 1s, 1}));
  expect_refused({"serve", "--rate-reads=many"}, "--rate-reads");
}

TEST(AccessOptions, ListsAreRepeatedOrSeparatedByCommas) {
  const auto rules =
      serve({"--trusted-proxies=10.0.0.0/20,10.0.16.0/20", "--trusted-proxies", "2001:db8::/32",
             "--cors-origin", "https://app.example", "--cors-origin=http://localhost:3000",
             "--in-flight-max=9", "--lag-max=0.1"})
          .access;
  EXPECT_EQ(rules.trusted_proxies.size(), 3U);
  EXPECT_EQ(rules.cors_origins, (Words{"https://app.example", "http://localhost:3000"}));
  EXPECT_EQ(rules.in_flight_max, 9U);
  EXPECT_EQ(rules.lag_max, std::chrono::milliseconds{100});
  expect_refused({"serve", "--lag-max=0"}, "--lag-max");
  setenv("API_LIVROS_TRUSTED_PROXIES", "10.0.0.0/20,10.0.16.0/20", 1);
  EXPECT_EQ(serve({}).access.trusted_proxies.size(), 2U);
  unsetenv("API_LIVROS_TRUSTED_PROXIES");
  expect_refused({"serve", "--trusted-proxies=10.1.2.3/8"}, "--trusted-proxies");
  expect_refused({"serve", "--trusted-proxies=proxy"}, "proxy");
  expect_refused({"serve", "--cors-origin=https://app.example/"}, "https://app.example/");
}

TEST(AccessOptions, TheAdministratorsKeyComesFromTheEnvironmentOrAFile) {
  EXPECT_EQ(serve({}).admin_key, "");
  {
    const Variable variable(good_key);
    EXPECT_EQ(serve({}).admin_key, good_key);
  }
  {
    const Variable empty("");
    EXPECT_EQ(serve({}).admin_key, "");
  }
  const KeyFile file(std::string(good_key) + "\r\nwhatever\n");
  EXPECT_EQ(serve({"--admin-key-file", file.path()}).admin_key, good_key);
  const Variable both(good_key);
  expect_refused({"serve", "--admin-key-file", file.path()}, "API_LIVROS_ADMIN_KEY");
}

TEST(AccessOptions, AWeakAdministratorsKeyIsRefusedAndNotShown) {
  for (const std::string& weak :
       {std::string("segredo-de-verdade"), std::string("lv_short"), "lv_" + std::string(43, 'a'),
        std::string(good_key) + "!", std::string(good_key).substr(1)}) {
    const Variable variable(weak.c_str());
    const Parsed parsed = parse({"serve"});
    EXPECT_TRUE(parsed.is_usage_error()) << weak;
    EXPECT_NE(parsed.err.find("API_LIVROS_ADMIN_KEY"), std::string::npos) << parsed.err;
    EXPECT_EQ(parsed.err.find(weak), std::string::npos) << parsed.err;
  }
  const KeyFile empty("\n");
  expect_refused({"serve", "--admin-key-file", empty.path()}, "--admin-key-file");
  expect_refused({"serve", "--admin-key-file=/nonexistent/key"}, "/nonexistent/key");
}

// ---- keys --------------------------------------------------------------------------------------

TEST(KeyCommands, TakeWhatTheyNeed) {
  const auto created = parse({"keys", "create", "--name", "Balcão", "--scope=escrever", "--expires",
                              "90d", "--database=k.db"})
                           .as<app::KeysCreateConfig>();
  EXPECT_EQ(created.name, "Balcão");
  EXPECT_EQ(created.scope, catalog::Scope::write);
  EXPECT_EQ(created.expires, "90d");
  EXPECT_EQ(created.database.where, "k.db");
  EXPECT_EQ(parse({"keys", "list"}).as<app::KeysListConfig>().form,
            app::KeysListConfig::Form::table);
  EXPECT_EQ(parse({"keys", "list", "--json"}).as<app::KeysListConfig>().form,
            app::KeysListConfig::Form::json);
  EXPECT_EQ(parse({"keys", "revoke", "7"}).as<app::KeysRevokeConfig>().id, 7);
}

TEST(KeyCommands, RefuseMistakesByName) {
  expect_refused({"keys"}, "create, list, revoke");
  expect_refused({"keys", "crate"}, "create");
  expect_refused({"keys", "create"}, "--name");
  expect_refused({"keys", "create", "--name", "x"}, "--scope");
  expect_refused({"keys", "create", "--name", " ", "--scope=ler"}, "--name");
  expect_refused({"keys", "create", "--name", "x", "--scope=read"}, "ler|escrever|administrar");
  expect_refused({"keys", "create", "--name", "x", "--scope=ler", "--expires=ontem"}, "ontem");
  expect_refused({"keys", "create", "--name", "x", "--scope=ler", "--expires=2020-01-01"},
                 "2020-01-01");
  expect_refused({"keys", "create", "--nam", "x", "--name=x", "--scope=ler"}, "--name");
  expect_refused({"keys", "revoke"}, "ID");
  expect_refused({"keys", "revoke", "x"}, "ID");
  expect_refused({"keys", "revoke", "0"}, "ID");
}

}  // namespace
}  // namespace app_access_options_test
