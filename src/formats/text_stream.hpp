// The bytes of a text file as its readers take them: without a byte order mark, and in UTF-8 where
// they were UTF-16, which is known by its mark or by the zero byte beside its first letter, or
// where somebody said what they are. Other encodings pass as they are. A mark is believed before
// what was said. One per file, one thread; slices may be cut anywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "formats/charset.hpp"

namespace formats {

class TextStream {
 public:
  explicit TextStream(Encoding said = Encoding::automatic) noexcept : said_(said) {}

  // What can be told of the bytes so far; the rest is told later.
  std::string take(std::string_view bytes);
  std::string finish();

  // Known once a byte was given out.
  bool is_recoded() const noexcept { return is_utf8() && form_ != Form::utf8; }
  bool is_utf8() const noexcept { return form_ != Form::unknown && form_ != Form::any; }

 private:
  enum class Form : std::uint8_t { unknown, any, utf8, one_byte, utf16_little, utf16_big };

  void recognize();
  Form form_as_said() const noexcept;
  std::string decode_utf16();

  Encoding said_;
  Form form_ = Form::unknown;
  std::string waiting_;
};

}  // namespace formats
