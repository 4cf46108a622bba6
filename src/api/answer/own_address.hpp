// Where this catalogue is reached, for absolute addresses in answers. From --public-url, else as
// the client called it: the scheme is believed of trusted proxies alone (http::Request::is_secure).
// Pure functions, any thread. What is kept for others must not hold an address of the second kind.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "api/answer/settings.hpp"
#include "formats/write_options.hpp"
#include "http/message.hpp"

namespace api {

// "https://example.org", without a slash at its end.
inline std::string own_address(const http::Request& request, const Settings& settings) {
  if (!settings.public_url.empty()) {
    return settings.public_url;
  }
  const std::string_view host = request.header(http::Header::host);
  return std::string(request.is_secure ? "https://" : "http://")
      .append(host.empty() ? "localhost" : host);
}

// "https://example.org:8080/catalogo" in parts; one that is not there is empty.
struct AddressParts {
  std::string_view scheme;
  std::string_view authority;
  std::string_view path;  // with its slash
};
inline AddressParts parts_of_address(std::string_view address) noexcept {
  constexpr std::string_view behind_scheme = "://";
  const std::size_t scheme = address.find(behind_scheme);
  if (scheme == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = address.substr(scheme + behind_scheme.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  return {address.substr(0, scheme), rest.substr(0, slash), rest.substr(slash)};
}

// How one book is written inside the answer of a protocol.
inline formats::WriteOptions write_options_of(const http::Request& request,
                                              const Settings& settings) {
  formats::WriteOptions options;
  options.extent = formats::WriteOptions::Extent::one;
  options.base_uri = own_address(request, settings);
  options.marc_organization = settings.marc_organization;
  options.marc_country = settings.marc_country;
  return options;
}

}  // namespace api
