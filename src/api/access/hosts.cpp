#include "api/access/hosts.hpp"

#include <algorithm>
#include <utility>

#include "http/address.hpp"
#include "http/syntax.hpp"

namespace api {
namespace {

constexpr std::string_view own_name = "localhost";
constexpr std::string_view below_own_name = ".localhost";

// Without the port, and without the dot that ends a whole name.
std::string_view name_of(std::string_view host) noexcept {
  const std::size_t colon = host.rfind(':');
  if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos) {
    host = host.substr(0, colon);
  }
  if (host.ends_with('.')) {
    host.remove_suffix(1);
  }
  return host;
}

bool is_address(std::string_view name) noexcept {
  const bool is_bracketed = name.starts_with('[') && name.ends_with(']');
  return (is_bracketed || name.find_first_of(":%") == std::string_view::npos) &&
         http::Address::parse(name).has_value();
}

// A browser leaves the port out that its scheme has anyway.
std::string_view without_port(std::string_view host, std::string_view port) noexcept {
  return host.ends_with(port) ? host.substr(0, host.size() - port.size()) : host;
}

}  // namespace

bool is_host_name(std::string_view text) noexcept {
  const auto is_name_char = [](char c) {
    const char lower = http::to_lower(c);
    return (lower >= 'a' && lower <= 'z') || http::is_digit(c) || c == '-' || c == '.' || c == '_';
  };
  return text == "*" ||
         (!text.empty() && !text.starts_with('.') && std::ranges::all_of(text, is_name_char));
}

Hosts::Hosts(std::vector<std::string> allowed) : allowed_(std::move(allowed)) {
  for (std::string& name : allowed_) {
    std::ranges::transform(name, name.begin(), http::to_lower);
    name.resize(name_of(name).size());
    admits_all_ = admits_all_ || name == "*";
  }
}

bool Hosts::admits(std::string_view host) const {
  const std::string_view name = name_of(host);
  const auto is_name = [name](std::string_view other) {
    return http::equal_ignoring_case(name, other);
  };
  const bool is_below =
      name.size() > below_own_name.size() &&
      http::equal_ignoring_case(name.substr(name.size() - below_own_name.size()), below_own_name);
  return admits_all_ || is_address(name) || is_name(own_name) || is_below ||
         std::ranges::any_of(allowed_, is_name);
}

bool is_own_origin(std::string_view origin, std::string_view host) noexcept {
  constexpr std::string_view plain = "http://";
  constexpr std::string_view secure = "https://";
  const bool is_secure = origin.starts_with(secure);
  if (host.empty() || (!is_secure && !origin.starts_with(plain))) {
    return false;
  }
  const std::string_view port = is_secure ? ":443" : ":80";
  return http::equal_ignoring_case(
      without_port(origin.substr((is_secure ? secure : plain).size()), port),
      without_port(host, port));
}

bool is_cross_site(const http::Request& request) noexcept {
  const std::string_view site = request.header(http::Header::sec_fetch_site);
  return http::equal_ignoring_case(http::trim_blanks(site.substr(0, site.find(';'))), "cross-site");
}

bool is_of_this_origin(const http::Request& request) noexcept {
  const std::string_view site = request.header(http::Header::sec_fetch_site);
  if (site.data() != nullptr) {
    return http::equal_ignoring_case(http::trim_blanks(site), "same-origin");
  }
  return is_own_origin(request.header(http::Header::origin), request.header(http::Header::host));
}

}  // namespace api
