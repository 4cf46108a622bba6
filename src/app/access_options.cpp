#include "app/access_options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "api/access/cors.hpp"
#include "api/access/hosts.hpp"
#include "app/language.hpp"
#include "app/option_words.hpp"
#include "base/byte_order_mark.hpp"

namespace app {
namespace {

using api::AccessRules;
using api::Rate;

std::string access_group() { return say({"Acesso", "Access"}); }
std::string rates_group() { return say({"Limites por cliente", "Limits per client"}); }

// Under --auth=keys, where strangers may come; elsewhere nobody is limited unless it is asked for.
constexpr Rate reads_rate_default{100, std::chrono::seconds(1), 400};
constexpr Rate writes_rate_default{50, std::chrono::seconds(1), 200};
constexpr Rate failures_rate_default{60, std::chrono::seconds(60), 20};

void add_rate(CLI::App& serve, const std::string& name, std::optional<Rate>& target,
              const std::string& help) {
  const auto choose = [name, &target](const std::string& given) {
    target = Rate::parse(given);
    if (!target && given != "off") {
      throw CLI::ValidationError(name, given + ": 50/s, 600/min, 50/s:200, off");
    }
  };
  serve.add_option_function<std::string>(name, choose, help)
      ->type_name(say({"N/s|N/min[:RAJADA]|off", "N/s|N/min[:BURST]|off"}))
      ->group(rates_group());
}

void add_trusted_proxies(CLI::App& serve, AccessRules& rules) {
  const auto add = [&rules](const std::vector<std::string>& given) {
    for (const std::string& text : given) {
      const auto network = http::Network::parse(text);
      if (!network) {
        throw CLI::ValidationError("--trusted-proxies",
                                   text + ": 10.0.0.0/8, 192.0.2.7, 2001:db8::/32");
      }
      rules.trusted_proxies.push_back(*network);
    }
  };
  serve
      .add_option_function<std::vector<std::string>>(
          "--trusted-proxies", add,
          say({"redes cujo X-Forwarded-For vale, separadas por vírgula",
               "networks whose X-Forwarded-For is believed, comma-separated"}))
      ->delimiter(',')
      ->type_name(say({"REDE,…", "NETWORK,…"}))
      ->group(rates_group());
}

std::string refuse_origin(const std::string& origin) {
  const bool fine = origin == "*" || api::is_origin(origin);
  return fine ? "" : origin + ": https://app.example, http://localhost:3000, *";
}

std::string refuse_host_name(const std::string& name) {
  return api::is_host_name(name)
             ? ""
             : name + say({": só o nome, sem porta", ": the name alone, without a port"}) +
                   " (catalogo.example, *)";
}

std::string first_line_of(const std::string& file) {
  std::ifstream in(file);
  base::skip_byte_order_mark(in);
  std::string line;
  if (!std::getline(in, line)) {
    throw CLI::ValidationError("--admin-key-file",
                               say({"não consigo ler ", "cannot read "}) + file);
  }
  line.erase(line.find_last_not_of(" \t\r") + 1);
  return line;
}

std::string admin_key(const std::string& file) {
  const char* const variable = std::getenv(admin_key_variable);
  const std::string from_environment = variable == nullptr ? "" : variable;
  if (!from_environment.empty() && !file.empty()) {
    throw CLI::ValidationError(std::string("--admin-key-file, ") + admin_key_variable +
                               say({": um ou outro, não ambos", ": one or the other, not both"}));
  }
  const std::string key = file.empty() ? from_environment : first_line_of(file);
  if ((!key.empty() || !file.empty()) &&
      !(catalog::is_key_text(key) && catalog::looks_random(key))) {
    // Never the key itself: messages end in logs.
    throw CLI::ValidationError(
        std::string(file.empty() ? admin_key_variable : "--admin-key-file") +
        say({": a chave é lv_ e 43 ou mais letras, algarismos, - ou _, ao acaso: ",
             ": the key is lv_ and 43 or more random letters, digits, - or _: "}) +
        "printf 'lv_%s\\n' \"$(openssl rand -base64 32 | tr '+/' '-_' | tr -d '=')\"");
  }
  return key;
}

}  // namespace

void add_access_options(CLI::App& serve, ServeConfig& config) {
  AccessRules& rules = config.access;
  add_word(serve, "--auth", rules.auth,
           Words<AccessRules::Auth>{{"open", AccessRules::Auth::open},
                                    {"keys", AccessRules::Auth::keys}})
      ->description(
          say({"quem pode escrever: todos, ou quem tem chave; sem isso: todos só em loopback",
               "who may write: everyone, or key holders; default: everyone on loopback only"}))
      ->group(access_group());
  serve
      .add_flag_callback(
          "--private", [&rules] { rules.reads = AccessRules::Reads::keyed; },
          say({"ler também exige chave", "reading needs a key too"}))
      ->group(access_group());
  serve
      .add_option("--admin-key-file", config.admin_key_file,
                  say({"arquivo com uma chave de administrador para começar, ou a variável ",
                       "file with an administrator's key to begin with, or the variable "}) +
                      admin_key_variable)
      ->type_name(say({"ARQUIVO", "FILE"}))
      ->group(access_group());
  serve
      .add_flag_callback(
          "--require-if-match", [&config] { config.if_match = api::IfMatch::required; },
          say({"exige If-Match para alterar", "demand If-Match on changes"}))
      ->group(access_group());
  serve
      .add_option("--cors-origin", rules.cors_origins,
                  say({"páginas desta origem podem usar a API; pode repetir-se; * = todas",
                       "pages of this origin may use the API; may be repeated; * = all"}))
      ->type_name(say({"ORIGEM", "ORIGIN"}))
      ->delimiter(',')
      ->check(CLI::Validator(refuse_origin, "", "origin"))
      ->group(access_group());
  serve
      .add_option(
          "--allowed-host", rules.allowed_hosts,
          say({"nome pelo qual um servidor sem chaves atende, além de localhost e de "
               "endereços numéricos (421); pode repetir-se; * = qualquer um",
               "name by which a server without keys is called, beside localhost and numeric "
               "addresses (421); may be repeated; * = any"}))
      ->type_name(say({"NOME", "NAME"}))
      ->delimiter(',')
      ->check(CLI::Validator(refuse_host_name, "", "host"))
      ->group(access_group());
  add_rate(serve, "--rate-reads", rules.reads_rate,
           say({"leituras por chave ou endereço (429); com --auth=keys, 100/s:400",
                "reads per key or address (429); with --auth=keys, 100/s:400"}));
  add_rate(serve, "--rate-writes", rules.writes_rate,
           say({"escritas por chave ou endereço (429); com --auth=keys, 50/s:200",
                "writes per key or address (429); with --auth=keys, 50/s:200"}));
  add_rate(serve, "--rate-failures", rules.failures_rate,
           say({"chaves recusadas por endereço (429); com --auth=keys, 60/min:20",
                "refused keys per address (429); with --auth=keys, 60/min:20"}));
  add_trusted_proxies(serve, rules);
}

void complete_access(const CLI::App& serve, ServeConfig& config) {
  AccessRules& rules = config.access;
  if (serve.count("--auth") == 0) {
    const bool is_local = config.reach == ServeConfig::Reach::loopback;
    rules.auth = is_local ? AccessRules::Auth::open : AccessRules::Auth::keys;
  }
  const bool with_keys = rules.auth == AccessRules::Auth::keys;
  if (rules.reads == AccessRules::Reads::keyed && !with_keys) {
    throw CLI::ValidationError(
        say({"--private: só com --auth=keys, para que alguém possa ler",
             "--private: only with --auth=keys, so that somebody can read"}));
  }
  if (with_keys) {
    const auto fill_in = [&serve](const char* option, std::optional<Rate>& rate,
                                  const Rate& value) {
      if (serve.count(option) == 0) {
        rate = value;
      }
    };
    fill_in("--rate-reads", rules.reads_rate, reads_rate_default);
    fill_in("--rate-writes", rules.writes_rate, writes_rate_default);
    fill_in("--rate-failures", rules.failures_rate, failures_rate_default);
  }
  config.admin_key = admin_key(config.admin_key_file);
}

}  // namespace app
