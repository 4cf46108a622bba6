#include "api/request_id.hpp"

#include <algorithm>
#include <random>

#include "base/ascii.hpp"

namespace api {
namespace {

constexpr std::size_t client_id_bytes_max = 128;
// Later versions may be longer than 55 (W3C Trace Context, section 3.2.4), and it is sent back.
constexpr std::size_t traceparent_bytes_max = 256;
constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view id_field = "X-Request-Id: ";
constexpr std::string_view sequence_field = "X-Catalogo-Seq: ";
constexpr std::size_t own_id_bytes = 16;
constexpr std::size_t random_bytes = 8;

// Ids go into headers, logs and JSON as they are.
bool harmless(std::string_view id) noexcept {
  return !id.empty() && id.size() <= client_id_bytes_max &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return base::is_letter_or_digit(c) ||
                  std::string_view("-_.:+/=~").find(c) != std::string_view::npos;
         });
}

bool lower_hex(std::string_view text) noexcept {
  return text.find_first_not_of(hex_digits) == std::string_view::npos;
}

bool all_zero(std::string_view text) noexcept {
  return text.find_first_not_of('0') == std::string_view::npos;
}

}  // namespace

RequestIds::RequestIds() : ready_(id_field) {
  std::random_device random;
  for (std::size_t i = 0; i < random_bytes; ++i) {
    ready_ += hex_digits[random() & 15];
  }
  ready_.append(own_id_bytes - random_bytes, '0');
  ready_.append("\r\n");
}

// Counts in hexadecimal in place: mostly one digit changes.
std::string_view RequestIds::advance() noexcept {
  char* const begin = ready_.data() + id_field.size();
  for (char* digit = begin + own_id_bytes - 1; digit >= begin + random_bytes; --digit) {
    if (*digit != 'f') {
      *digit = *digit == '9' ? 'a' : static_cast<char>(*digit + 1);
      break;
    }
    *digit = '0';
  }
  return {begin, own_id_bytes};
}

std::string_view RequestIds::id_of(const http::Request& request) noexcept {
  if (!brings_id(request)) {
    return advance();
  }
  const std::string_view given = request.header(http::Header::request_id);
  if (harmless(given)) {
    return given;
  }
  const std::string_view trace = trace_id_of(request.header(http::Header::traceparent));
  return trace.empty() ? advance() : trace;
}

RequestIds::Ready RequestIds::next(catalog::Sequence as_of) {
  if (as_of != as_of_) {
    ready_.resize(id_field.size() + own_id_bytes + 2);
    ready_.append(sequence_field).append(std::to_string(as_of.value)).append("\r\n");
    as_of_ = as_of;
  }
  return {advance(), ready_};
}

std::string RequestIds::lines(const Stamp& stamp, const http::Request& request) {
  std::string lines(id_field);
  lines.append(stamp.id).append("\r\n");
  if (stamp.as_of) {
    lines.append(sequence_field).append(std::to_string(stamp.as_of->value)).append("\r\n");
  }
  const std::string_view traceparent = request.header(http::Header::traceparent);
  if (!trace_id_of(traceparent).empty()) {
    lines.append("traceparent: ").append(traceparent).append("\r\n");
  }
  return lines;
}

// version "-" trace-id "-" parent-id "-" flags, all lower-case hex (W3C Trace Context,
// section 3.2).
std::string_view trace_id_of(std::string_view traceparent) noexcept {
  if (traceparent.size() < 55 || traceparent.size() > traceparent_bytes_max ||
      traceparent[2] != '-' || traceparent[35] != '-' || traceparent[52] != '-') {
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
