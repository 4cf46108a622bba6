#include "app/http_url.hpp"

#include <algorithm>

namespace app {
namespace {

constexpr std::string_view scheme = "http://";

bool has_unsafe_bytes(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c <= ' ' || c > '~'; });
}

bool is_port(std::string_view text) {
  const bool digits = !text.empty() && text.size() <= 5 &&
                      text.find_first_not_of("0123456789") == std::string_view::npos;
  const int number = digits ? std::stoi(std::string(text)) : 0;
  return number > 0 && number <= 65535;
}

}  // namespace

std::optional<HttpUrl> HttpUrl::parse(std::string_view text) {
  if (!text.starts_with(scheme) || has_unsafe_bytes(text)) {
    return std::nullopt;
  }
  text.remove_prefix(scheme.size());
  text = text.substr(0, text.find('#'));
  const std::string_view authority = text.substr(0, text.find_first_of("/?"));
  const std::string_view target = text.substr(authority.size());

  const std::size_t bracket = authority.starts_with('[') ? authority.find(']') : 0;
  if (bracket == std::string_view::npos || authority.find('@') != std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t colon = authority.find(':', bracket);
  std::string_view host = authority.substr(0, colon);
  const std::string_view port =
      colon == std::string_view::npos ? "80" : authority.substr(colon + 1);
  if (bracket > 0) {
    if (host.size() != bracket + 1) {
      return std::nullopt;
    }
    host = host.substr(1, bracket - 1);
  }
  if (host.empty() || !is_port(port)) {
    return std::nullopt;
  }
  return HttpUrl{std::string(host), std::string(port), std::string(authority),
                 (target.starts_with('/') ? "" : "/") + std::string(target)};
}

}  // namespace app
