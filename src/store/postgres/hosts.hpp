// The servers that a URL names, and the one where writes were taken last. libpq could choose among
// them, but believes what PgBouncer kept of a server that has changed its part since. The store's
// thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postgres {

// As libpq's keywords of these names; empty: not said.
struct Host {
  std::string host;
  std::string address;
  std::string port;
};

// PgBouncer and libpq know only what a server was when they met it.
inline constexpr std::string_view asks_whether_it_is_read_only =
    "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean";
inline constexpr std::string_view is_read_only = "this server takes no writes";

class Hosts {
 public:
  explicit Hosts(const std::string& url);
  explicit Hosts(Host only) : hosts_{std::move(only)} {}

  // At least one, which says nothing when the URL does not.
  std::size_t count() const noexcept { return hosts_.size(); }
  const Host& at(std::size_t which) const { return hosts_.at(which % count()); }

  // Where a connection begins to look.
  std::size_t preferred() const noexcept { return preferred_; }
  void found(std::size_t which) noexcept { preferred_ = which % count(); }
  // A connection to it broke: the next one is looked at first.
  void left(std::size_t which) noexcept {
    if (preferred_ == which) {
      preferred_ = (which + 1) % count();
    }
  }

 private:
  std::vector<Host> hosts_;
  std::size_t preferred_ = 0;
};

}  // namespace postgres
