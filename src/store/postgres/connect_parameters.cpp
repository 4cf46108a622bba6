#include "store/postgres/connect_parameters.hpp"

#include <fstream>

namespace postgres {
namespace {

std::string first_line_of(const std::string& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

}  // namespace

ConnectParameters::ConnectParameters(const Options& options, Target target) {
  texts_.reserve(16);  // values_ point into it
  add("fallback_application_name", "api-livros");
  // A server that is gone without a word is noticed within seconds.
  add("tcp_user_timeout", "5000");
  add("keepalives_idle", "10");
  add("keepalives_interval", "3");
  add("keepalives_count", "3");
  add("connect_timeout", std::to_string(options.connect_timeout.count() / 1000));
  // Of several hosts, the one that takes writes.
  add("target_session_attrs", target == Target::primary ? "read-write" : "any");
  if (options.prepared == Options::Prepared::by_name) {
    // PgBouncer takes no options; there the role's own settings must say this.
    add("options", "-c statement_timeout=" + std::to_string(options.statement_timeout.count()) +
                       " -c idle_in_transaction_session_timeout=10000"
                       " -c max_parallel_workers_per_gather=0 -c jit=off"
                       " -c default_transaction_isolation=read\\ committed");
  }
  add("dbname", target == Target::primary ? options.url : options.replica_url);
  add("client_encoding", "UTF8");
  if (!options.password_file.empty()) {
    add("password", first_line_of(options.password_file));
  }
  keywords_.push_back(nullptr);
  values_.push_back(nullptr);
}

void ConnectParameters::add(const char* keyword, std::string value) {
  keywords_.push_back(keyword);
  values_.push_back(texts_.emplace_back(std::move(value)).c_str());
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
