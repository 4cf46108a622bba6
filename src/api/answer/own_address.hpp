// Where this catalogue is reached, for absolute addresses in answers. From --public-url, else as
// the client called it: the scheme is believed of trusted proxies alone (http::Request::is_secure).
// Pure functions, any thread. What is kept for others must not hold an address of the second kind.
#pragma once

#include <string>

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
