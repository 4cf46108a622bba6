// The guard between a parsed head and trusting its framing: decides where the body ends, or
// refuses. Whatever two servers in a row could read differently is refused (RFC 9112 sections 3.2,
// 6 and 11.2): two lengths, a length beside chunked, codings, chunked in HTTP/1.0, several or
// impossible hosts. One request, one thread; no sockets, no buffers.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "http/application.hpp"
#include "http/syntax.hpp"

namespace http {

enum class Version : std::uint8_t { http_1_0, http_1_1 };

// The last Host of a connection that was found in order: its next requests bring the same one, and
// comparing costs a tenth of checking.
class KnownHost {
 public:
  bool is(std::string_view value) const noexcept { return is_same(value, {text_.data(), size_}); }
  void learn(std::string_view value) noexcept;

 private:
  std::array<char, 47> text_{};
  std::uint8_t size_ = 0;
};

// Feed it the fields in order, then ask head_end(). nullopt: nothing wrong so far.
class FramingGuard {
 public:
  enum class Body : std::uint8_t { none, length, chunked };

  explicit FramingGuard(Version version) noexcept : version_(version) {}

  std::optional<Refusal> content_length(std::string_view value) noexcept;
  std::optional<Refusal> transfer_encoding(std::string_view value) noexcept;
  std::optional<Refusal> host(std::string_view value, KnownHost& known) noexcept;
  std::optional<Refusal> head_end() const noexcept;

  Body body() const noexcept;
  // Bytes of the body when body() is length.
  std::uint64_t length() const noexcept { return length_.value_or(0); }

 private:
  Version version_;
  std::optional<std::uint64_t> length_;
  bool is_chunked_ = false;
  bool has_host_ = false;
};

// uri-host [":" port] of RFC 9110 section 7.2; empty is allowed, as its grammar does.
bool is_host(std::string_view value) noexcept;

}  // namespace http
