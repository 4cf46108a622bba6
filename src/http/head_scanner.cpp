#include "http/head_scanner.hpp"

#include <algorithm>
#include <bit>

#include "base/eight_bytes.hpp"
#include "http/syntax.hpp"

namespace http {
namespace {

// The place of the first C0 control or DEL from `from` on, or the end. Eight bytes at a time: this
// runs over every byte of every head.
std::size_t find_control(std::string_view bytes, std::size_t from) noexcept {
  std::size_t at = from;
  while (bytes.size() - at >= sizeof(std::uint64_t)) {
    const std::uint64_t word = base::eight_bytes(bytes.data() + at);
    // A byte below space borrows in the difference, DEL gets its top bit in the sum.
    const std::uint64_t found =
        ((word - base::eight_of(0x20)) | (word + base::eight_of(1))) & ~word & base::eight_of(0x80);
    if (found != 0) {
      if constexpr (std::endian::native != std::endian::little) {
        break;
      }
      // Borrows raise false marks above a true one only, but the carry of 0xff one above nothing.
      const std::size_t marked = at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
      if (is_control(bytes[marked])) {
        return marked;
      }
      at = marked + 1;
      continue;
    }
    at += sizeof word;
  }
  while (at < bytes.size() && !is_control(bytes[at])) {
    ++at;
  }
  return at;
}

constexpr HeadScanner::Verdict refused(Refusal refusal) noexcept {
  return {.state = HeadScanner::State::refused, .size = 0, .refusal = refusal};
}

}  // namespace

HeadScanner::Verdict HeadScanner::scan(std::string_view bytes) noexcept {
  // What lies beyond the limit must not be looked at, or a head fed whole would be judged by bytes
  // that the same head fed in pieces never reaches.
  bytes = {bytes.data(), std::min(bytes.size(), limits_.header_bytes_max)};
  const auto pause = [&](std::size_t at) {
    next_ = at;
    const bool is_full = bytes.size() == limits_.header_bytes_max;
    return is_full ? refused(Refusal::header_too_large) : Verdict{};
  };
  while (next_ < bytes.size()) {
    if (next_ == line_) {
      const char first = bytes[next_];
      if (lines_ == 0 ? !is_token_char(first) : is_blank(first)) {
        return refused(Refusal::malformed);
      }
    }
    const std::size_t stop = find_control(bytes, next_);
    if (lines_ == 0 && stop > limits_.target_bytes_max &&
        target_is_too_long(bytes.substr(0, stop))) {
      return refused(Refusal::target_too_long);
    }
    if (stop == bytes.size()) {
      return pause(stop);
    }
    if (bytes[stop] == '\t' && lines_ > 0) {
      next_ = stop + 1;
      continue;
    }
    if (bytes[stop] != '\r') {
      return refused(Refusal::malformed);
    }
    if (stop + 1 == bytes.size()) {
      return pause(stop);
    }
    if (bytes[stop + 1] != '\n') {
      return refused(Refusal::malformed);
    }
    next_ = stop + 2;
    if (stop == line_) {
      return {.state = State::whole, .size = next_, .refusal = {}};
    }
    line_ = next_;
    if (++lines_ > limits_.header_fields_max + 1) {
      return refused(Refusal::header_too_large);
    }
  }
  return pause(next_);
}

bool HeadScanner::target_is_too_long(std::string_view request_line) const noexcept {
  const std::size_t space = request_line.find(' ');
  if (space == std::string_view::npos) {
    return false;
  }
  const std::size_t begin = space + 1;
  const std::size_t end = std::min(request_line.find(' ', begin), request_line.size());
  return end - begin > limits_.target_bytes_max;
}

}  // namespace http
