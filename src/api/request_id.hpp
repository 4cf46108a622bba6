// Request ids: the client's X-Request-Id when it is harmless, else the trace id of its traceparent
// (W3C Trace Context), else one of our own: 8 random hex digits of the process and thread, 8 of a
// counter. One I/O thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "http/message.hpp"

namespace api {

class RequestIds {
 public:
  RequestIds();

  // Valid until the next call or, for a client's own id, as long as the request.
  std::string_view of(const http::Request& request) noexcept {
    if (request.has(http::Header::request_id) || request.has(http::Header::traceparent)) {
      return given_or_next(request);
    }
    return next();
  }

 private:
  std::string_view given_or_next(const http::Request& request) noexcept;
  std::string_view next() noexcept {
    static constexpr std::string_view hex = "0123456789abcdef";
    std::uint32_t left = ++count_;
    for (std::size_t i = text_.size(); i-- > 8; left >>= 4) {
      text_[i] = hex[left & 15];
    }
    return {text_.data(), text_.size()};
  }

  std::array<char, 16> text_{};
  std::uint32_t count_ = 0;
};

// The 32 hex digits of a valid traceparent, else empty.
std::string_view trace_id_of(std::string_view traceparent) noexcept;

}  // namespace api
