#include "store/postgres/connect_parameters.hpp"

#include <chrono>
#include <fstream>
#include <string_view>
#include <vector>

#include "base/byte_order_mark.hpp"
#include "store/postgres/released_form.hpp"

namespace postgres {
namespace {

std::string first_line_of(const std::string& file) {
  std::ifstream in(file);
  base::skip_byte_order_mark(in);
  std::string line;
  std::getline(in, line);
  return line;
}

const std::string& url_of(const Options& options, Server server) {
  switch (server) {
    case Server::primary:
      return options.url;
    case Server::replica:
      return options.replica_url;
    case Server::reader:
      return options.read_url;
  }
  return options.url;
}

struct Setting {
  const char* name;
  std::string value;
};

// What binds every transaction, whether the connection says it or each transaction itself.
std::vector<Setting> transaction_settings(const Options& options, Timeouts timeouts) {
  const auto text_of = [](std::chrono::milliseconds time) { return std::to_string(time.count()); };
  const bool is_short = timeouts == Timeouts::short_ones;
  return {{"statement_timeout", is_short ? text_of(options.statement_timeout) : "0"},
          {"lock_timeout", text_of(options.lock_timeout)},
          {"idle_in_transaction_session_timeout", is_short ? text_of(options.idle_timeout) : "0"},
          // A commit that its standby has not confirmed says so in a warning.
          {"client_min_messages", "warning"},
          // Compiling a statement takes a hundred times as long as running it.
          {"max_parallel_workers_per_gather", "0"},
          {"jit", "off"}};
}

}  // namespace

ConnectParameters::ConnectParameters(const Options& options, Server server, Timeouts timeouts,
                                     const Host& host) {
  texts_.reserve(16);  // values_ point into it
  add("fallback_application_name", application);
  // A server that is gone without a word is noticed within seconds.
  add("tcp_user_timeout", "3000");
  add("keepalives_idle", "10");
  add("keepalives_interval", "3");
  add("keepalives_count", "3");
  add("connect_timeout", std::to_string(options.connect_timeout.count() / 1000));
  if (options.prepared == Options::Prepared::by_name) {
    // PgBouncer takes no options: transaction_bounds().
    std::string said;
    for (const Setting& setting : transaction_settings(options, timeouts)) {
      said.append("-c ").append(setting.name).append("=").append(setting.value).append(" ");
    }
    // Planning a batch anew costs as much as running it.
    add("options", said +
                       "-c plan_cache_mode=force_generic_plan"
                       " -c default_transaction_isolation=read\\ committed");
  }
  add("dbname", url_of(options, server));
  add_host(host);
  if (server == Server::primary) {
    add("target_session_attrs", "any");  // whoever connects asks the server itself
  }
  add("client_encoding", "UTF8");
  if (!options.password_file.empty()) {
    add("password", first_line_of(options.password_file));
  }
  keywords_.push_back(nullptr);
  values_.push_back(nullptr);
}

void ConnectParameters::add_host(const Host& host) {
  const auto add_said = [this](const char* keyword, const std::string& value) {
    if (!value.empty()) {
      add(keyword, value);
    }
  };
  add_said("host", host.host);
  add_said("hostaddr", host.address);
  add_said("port", host.port);
}

void ConnectParameters::add(const char* keyword, std::string value) {
  keywords_.push_back(keyword);
  values_.push_back(texts_.emplace_back(std::move(value)).c_str());
}

std::string transaction_bounds(const Options& options, const std::string& name) {
  std::vector<Setting> settings = transaction_settings(options, Timeouts::short_ones);
  settings.push_back({"application_name", name});
  std::string sql;
  for (const Setting& setting : settings) {
    sql.append(sql.empty() ? "SELECT set_config('" : ", set_config('").append(setting.name);
    sql.append("', '").append(setting.value).append("', true)");
  }
  return sql;
}

std::string shown_url(const std::string& url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string::npos) {
    return url;
  }
  const std::size_t begin = scheme + 3;
  std::string rest = url.substr(begin, url.find('?', begin) - begin);
  if (const std::size_t at = rest.rfind('@'); at != std::string::npos) {
    rest.erase(0, at + 1);
  }
  return url.substr(0, begin) + rest;
}

}  // namespace postgres
