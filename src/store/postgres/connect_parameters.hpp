// The connection parameters for libpq: our defaults, then the URL, then what must be so.
// Built for one attempt: a password file is read anew each time, because tokens expire.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/postgres/hosts.hpp"
#include "store/postgres/options.hpp"

namespace postgres {

// The server that a connection is made to, and that an answer comes from: the one that writes, the
// one that stands in for it, or one that shares the reading.
enum class Server : std::uint8_t { primary, replica, reader };
// short_ones bound the statements of a request; work on a whole catalogue takes as long as it
// takes.
enum class Timeouts : std::uint8_t { short_ones, none };

class ConnectParameters {
 public:
  ConnectParameters(const Options& options, Server server, Timeouts timeouts, const Host& host);
  ConnectParameters(const ConnectParameters&) = delete;
  ConnectParameters& operator=(const ConnectParameters&) = delete;

  // Ended by a null pointer, for PQconnectStartParams and PQconnectdbParams with expand_dbname.
  const char* const* keywords() const noexcept { return keywords_.data(); }
  const char* const* values() const noexcept { return values_.data(); }

 private:
  void add(const char* keyword, std::string value);
  void add_host(const Host& host);

  std::vector<const char*> keywords_;
  std::vector<std::string> texts_;
  std::vector<const char*> values_;
};

// What the parameters say of timeouts, as one statement for the transaction that it is part of. For
// PgBouncer in transaction mode, which takes no options and gives the session to others. `name` is
// what the server calls the transaction's session as long as it lasts.
std::string transaction_bounds(const Options& options, const std::string& name);

// Without what must not be shown: user, password and parameters.
std::string shown_url(const std::string& url);

}  // namespace postgres
