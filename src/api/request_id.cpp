#include "api/request_id.hpp"

#include <algorithm>
#include <random>

namespace api {
namespace {

constexpr std::size_t id_bytes_max = 128;

// Ids go into headers, logs and JSON as they are.
bool harmless(std::string_view id) noexcept {
  return !id.empty() && id.size() <= id_bytes_max &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  std::string_view("-_.:+/=~").find(c) != std::string_view::npos;
         });
}

bool lower_hex(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool all_zero(std::string_view text) noexcept {
  return text.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

RequestIds::RequestIds() {
  static constexpr std::string_view hex = "0123456789abcdef";
  std::random_device random;
  for (std::size_t i = 0; i < 8; ++i) {
    text_[i] = hex[random() & 15];
  }
}

std::string_view RequestIds::given_or_next(const http::Request& request) noexcept {
  const std::string_view given = request.header(http::Header::request_id);
  if (harmless(given)) {
    return given;
  }
  const std::string_view trace = trace_id_of(request.header(http::Header::traceparent));
  return trace.empty() ? next() : trace;
}

// version "-" trace-id "-" parent-id "-" flags, all lower-case hex (W3C Trace Context, section 3.2).
std::string_view trace_id_of(std::string_view traceparent) noexcept {
  if (traceparent.size() < 55 || traceparent[2] != '-' || traceparent[35] != '-' ||
      traceparent[52] != '-') {
    return {};
  }
  const std::string_view version = traceparent.substr(0, 2);
  const std::string_view trace = traceparent.substr(3, 32);
  const std::string_view parent = traceparent.substr(36, 16);
  const std::string_view flags = traceparent.substr(53, 2);
  const bool hex = lower_hex(version) && lower_hex(trace) && lower_hex(parent) && lower_hex(flags);
  const bool sized = version == "00" ? traceparent.size() == 55
                                     : traceparent.size() == 55 || traceparent[55] == '-';
  if (!hex || !sized || version == "ff" || all_zero(trace) || all_zero(parent)) {
    return {};
  }
  return trace;
}

}  // namespace api
