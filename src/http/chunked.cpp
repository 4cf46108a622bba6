#include "http/chunked.hpp"

#include <algorithm>

#include "http/syntax.hpp"

namespace http {
namespace {

constexpr std::size_t size_digits_max = 16;  // 64 bits; leading zeros count

}  // namespace

ChunkedDecoder::Progress ChunkedDecoder::decode(std::string_view bytes, std::string& body) {
  std::size_t used = 0;
  while (used < bytes.size() && at_ != At::done) {
    if (at_ == At::data) {
      const auto take =
          static_cast<std::size_t>(std::min<std::uint64_t>(chunk_left_, bytes.size() - used));
      body.append(bytes.substr(used, take));
      used += take;
      chunk_left_ -= take;
      if (chunk_left_ == 0) {
        at_ = At::data_return;
      }
      continue;
    }
    switch (step(bytes[used], bytes_taken_ + body.size())) {
      case Step::on:
        ++used;
        break;
      case Step::malformed:
        return {State::refused, used, Refusal::malformed};
      case Step::body_too_large:
        return {State::refused, used, Refusal::body_too_large};
      case Step::header_too_large:
        return {State::refused, used, Refusal::header_too_large};
    }
  }
  return {at_ == At::done ? State::done : State::more, used, {}};
}

ChunkedDecoder::Step ChunkedDecoder::go(At next) noexcept {
  at_ = next;
  return Step::on;
}

ChunkedDecoder::Step ChunkedDecoder::step(char c, std::size_t body_bytes) {
  switch (at_) {
    case At::size_begin:
    case At::size:
      return size(c);
    case At::extension:
      return extension(c);
    case At::size_line_feed:
      return c == '\n' ? size_line_end(body_bytes) : Step::malformed;
    case At::data_return:
      return c == '\r' ? go(At::data_line_feed) : Step::malformed;
    case At::data_line_feed:
      return c == '\n' ? go(At::size_begin) : Step::malformed;
    case At::trailer_begin:
    case At::trailer_name:
    case At::trailer_value:
    case At::trailer_line_feed:
      return trailer(c);
    case At::last_line_feed:
      return c == '\n' ? go(At::done) : Step::malformed;
    case At::data:
    case At::done:
      break;
  }
  return Step::malformed;
}

ChunkedDecoder::Step ChunkedDecoder::size(char c) {
  const int digit = hex_value(c);
  if (digit >= 0) {
    chunk_left_ = chunk_left_ * 16 + static_cast<unsigned>(digit);
    ++size_digits_;
    return size_digits_ > size_digits_max ? Step::malformed : go(At::size);
  }
  if (at_ == At::size_begin) {
    return Step::malformed;
  }
  if (c == '\r') {
    return go(At::size_line_feed);
  }
  at_ = At::extension;
  return extension(c);
}

ChunkedDecoder::Step ChunkedDecoder::extension(char c) {
  if (c == '\r') {
    const bool well_formed = is_chunk_extension(extension_);
    extension_.clear();
    return well_formed ? go(At::size_line_feed) : Step::malformed;
  }
  extension_ += c;
  ++extension_bytes_;
  const bool too_much =
      extension_.size() > extension_bytes_max || extension_bytes_ > bounds_.trailer_bytes_max;
  return too_much || (is_control(c) && c != '\t') ? Step::malformed : Step::on;
}

ChunkedDecoder::Step ChunkedDecoder::size_line_end(std::size_t body_bytes) noexcept {
  size_digits_ = 0;
  if (chunk_left_ == 0) {
    return go(At::trailer_begin);
  }
  if (chunk_left_ > bounds_.body_bytes_max - std::min(body_bytes, bounds_.body_bytes_max)) {
    return Step::body_too_large;
  }
  return go(At::data);
}

// *( field-line CRLF ) CRLF, checked like a head's fields and then forgotten: a trailer may not
// change what the head said (RFC 9110 section 6.5.1).
ChunkedDecoder::Step ChunkedDecoder::trailer(char c) noexcept {
  if (++trailer_bytes_ > bounds_.trailer_bytes_max) {
    return Step::header_too_large;
  }
  switch (at_) {
    case At::trailer_begin:
      if (c == '\r') {
        return go(At::last_line_feed);
      }
      if (++trailer_fields_ > bounds_.trailer_fields_max) {
        return Step::header_too_large;
      }
      return is_token_char(c) ? go(At::trailer_name) : Step::malformed;
    case At::trailer_name:
      if (c == ':') {
        return go(At::trailer_value);
      }
      return is_token_char(c) ? Step::on : Step::malformed;
    case At::trailer_value:
      if (c == '\r') {
        return go(At::trailer_line_feed);
      }
      return is_control(c) && c != '\t' ? Step::malformed : Step::on;
    case At::trailer_line_feed:
      return c == '\n' ? go(At::trailer_begin) : Step::malformed;
    case At::size_begin:
    case At::size:
    case At::extension:
    case At::size_line_feed:
    case At::data:
    case At::data_return:
    case At::data_line_feed:
    case At::last_line_feed:
    case At::done:
      break;
  }
  return Step::malformed;
}

// chunk-ext = *( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )
bool is_chunk_extension(std::string_view text) noexcept {
  const auto skip_blanks = [&] {
    while (!text.empty() && is_blank(text.front())) {
      text.remove_prefix(1);
    }
  };
  const auto take_token = [&] {
    const auto* const end = std::find_if_not(text.begin(), text.end(), is_token_char);
    const auto size = static_cast<std::size_t>(end - text.begin());
    text.remove_prefix(size);
    return size > 0;
  };
  const auto take_quoted = [&] {
    for (std::size_t i = 1; i < text.size(); ++i) {
      if (text[i] == '"') {
        text.remove_prefix(i + 1);
        return true;
      }
      i += text[i] == '\\' ? 1U : 0U;
    }
    return false;
  };
  while (!text.empty()) {
    skip_blanks();
    if (!text.starts_with(';')) {
      return false;
    }
    text.remove_prefix(1);
    skip_blanks();
    if (!take_token()) {
      return false;
    }
    const std::string_view after_name = text;
    skip_blanks();
    if (!text.starts_with('=')) {
      text = after_name;
      continue;
    }
    text.remove_prefix(1);
    skip_blanks();
    if (!(text.starts_with('"') ? take_quoted() : take_token())) {
      return false;
    }
  }
  return true;
}

}  // namespace http
