// By which names an open server may be called, and which pages may write to it. Whoever reaches an
// open server may do everything, and browsers reach it for every page they show: under a name of
// the page's own (DNS rebinding), or by requests that need no leave (Fetch standard, "simple").
// Immutable after the start; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace api {

// "catalogo.example", without a port; "*".
bool is_host_name(std::string_view text) noexcept;

class Hosts {
 public:
  // Admits the names in `allowed` and those that nobody can point elsewhere; any name with "*".
  explicit Hosts(std::vector<std::string> allowed);

  // A Host field: an address, localhost, *.localhost or an allowed name, with any port.
  bool admits(std::string_view host) const;
  bool admits_all() const noexcept { return admits_all_; }

 private:
  std::vector<std::string> allowed_;  // in lower case, without a dot at the end
  bool admits_all_ = false;
};

// True when `origin` ("https://livros.example:8443") is the very host that the request names.
bool is_own_origin(std::string_view origin, std::string_view host) noexcept;
// True when a page of another site caused the request, as its browser says.
bool is_cross_site(const http::Request& request) noexcept;
// A page of this server asks: Sec-Fetch-Site says so, or, where a browser is too old for it,
// Origin.
bool is_of_this_origin(const http::Request& request) noexcept;

}  // namespace api
