#include "formats/text_stream.hpp"

#include <cstddef>
#include <utility>

#include "base/utf8.hpp"
#include "formats/feed_buffer.hpp"

namespace formats {
namespace {

constexpr char32_t replacement = 0xFFFD;

bool is_lead(char32_t unit) noexcept { return unit >= 0xD800 && unit < 0xDC00; }
bool is_trail(char32_t unit) noexcept { return unit >= 0xDC00 && unit < 0xE000; }

}  // namespace

std::string TextStream::take(std::string_view bytes) {
  waiting_ += bytes;
  // A zero byte where a text begins is half of a letter of UTF-16.
  if (form_ == Form::unknown && waiting_.size() >= byte_order_mark.size()) recognize();
  if (form_ == Form::unknown) return {};
  if (form_ == Form::utf16_little || form_ == Form::utf16_big) return decode_utf16();
  std::string taken = std::exchange(waiting_, {});
  return form_ == Form::one_byte ? to_utf8(said_, taken) : std::move(taken);
}

std::string TextStream::finish() {
  if (form_ == Form::unknown) recognize();
  std::string rest = form_ == Form::utf16_little || form_ == Form::utf16_big ? decode_utf16() : "";
  if (!waiting_.empty() && (form_ == Form::utf16_little || form_ == Form::utf16_big)) {
    base::utf8::append(rest, replacement);  // half a letter
    waiting_.clear();
  }
  rest += form_ == Form::one_byte ? to_utf8(said_, waiting_) : waiting_;
  waiting_.clear();
  return rest;
}

TextStream::Form TextStream::form_as_said() const noexcept {
  if (has_one_byte(said_)) return Form::one_byte;
  if (said_ == Encoding::utf16_little) return Form::utf16_little;
  if (said_ == Encoding::utf16_big) return Form::utf16_big;
  return said_ == Encoding::utf8 ? Form::utf8 : Form::unknown;
}

void TextStream::recognize() {
  const std::string_view begin = waiting_;
  std::size_t mark = 0;
  if (begin.starts_with(byte_order_mark)) {
    form_ = Form::utf8;
    mark = byte_order_mark.size();
  } else if (begin.starts_with("\xFF\xFE")) {
    form_ = Form::utf16_little;
    mark = 2;
  } else if (begin.starts_with("\xFE\xFF")) {
    form_ = Form::utf16_big;
    mark = 2;
  } else if (form_as_said() != Form::unknown) {
    form_ = form_as_said();
  } else if (begin.size() >= 2 && begin[0] != '\0' && begin[1] == '\0') {
    form_ = Form::utf16_little;
  } else if (begin.size() >= 2 && begin[0] == '\0' && begin[1] != '\0') {
    form_ = Form::utf16_big;
  } else {
    form_ = Form::any;
  }
  waiting_.erase(0, mark);
}

std::string TextStream::decode_utf16() {
  const std::string_view bytes = waiting_;
  const auto unit_at = [&](std::size_t at) {
    const char32_t first = static_cast<unsigned char>(bytes[at]);
    const char32_t second = static_cast<unsigned char>(bytes[at + 1]);
    return form_ == Form::utf16_little ? second << 8U | first : first << 8U | second;
  };
  std::string out;
  std::size_t at = 0;
  while (at + 1 < bytes.size()) {
    const char32_t unit = unit_at(at);
    if (!is_lead(unit)) {
      base::utf8::append(out, is_trail(unit) ? replacement : unit);
      at += 2;
      continue;
    }
    if (at + 3 >= bytes.size()) break;  // its other half is to come
    const char32_t next = unit_at(at + 2);
    const bool is_pair = is_trail(next);
    base::utf8::append(
        out, is_pair ? 0x10000 + ((unit - 0xD800) << 10U) + (next - 0xDC00) : replacement);
    at += is_pair ? std::size_t{4} : std::size_t{2};
  }
  waiting_.erase(0, at);
  return out;
}

}  // namespace formats
