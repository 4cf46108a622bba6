#include "api/protocols/oai_namespace.hpp"

#include <algorithm>

#include "api/answer/own_address.hpp"
#include "base/ascii.hpp"

namespace api {
namespace {

constexpr std::size_t namespace_bytes_max = 253;

bool is_label(std::string_view label) noexcept {
  return !label.empty() && base::is_letter(label.front()) &&
         std::ranges::all_of(label, [](char c) { return base::is_letter_or_digit(c) || c == '-'; });
}

}  // namespace

bool is_oai_namespace(std::string_view text) noexcept {
  if (text.size() > namespace_bytes_max || text.find('.') == std::string_view::npos) {
    return false;
  }
  while (true) {
    const std::size_t dot = std::min(text.find('.'), text.size());
    if (!is_label(text.substr(0, dot))) {
      return false;
    }
    if (dot == text.size()) {
      return true;
    }
    text.remove_prefix(dot + 1);
  }
}

std::string oai_namespace_of(const http::Request& request, const Settings& settings) {
  if (!settings.oai_namespace.empty()) {
    return settings.oai_namespace;
  }
  const std::string address = own_address(request, settings);
  std::string host(parts_of_address(address).authority);
  // The colons of an IPv6 address and of a port would end the identifier's middle part.
  host.resize(host.starts_with('[') ? std::min(host.find(']') + 1, host.size())
                                    : std::min(host.find(':'), host.size()));
  const auto is_plain = [](char c) { return base::is_letter_or_digit(c) || c == '-' || c == '.'; };
  std::ranges::replace_if(host, [&](char c) { return !is_plain(c); }, '-');
  return host;
}

}  // namespace api
