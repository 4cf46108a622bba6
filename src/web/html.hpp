// Append-only HTML output into one string that the caller owns. Whatever comes from a book or a
// request is escaped: only literals of this program go out as they are. Writing cannot fail; texts
// must be valid UTF-8. One thread at a time.
#pragma once

#include <charconv>
#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>

#include "catalog/problem.hpp"

namespace web {

// A text that stands in the source of this program.
class Literal {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a literal is written where markup is meant.
  consteval Literal(const char* text) : text_(text) {}
  constexpr std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_;
};

// "<" "&" and quotes as character references: safe in text and in a quoted attribute.
void append_escaped(std::string& out, std::string_view text);

class Html {
 public:
  Html(std::string& out, catalog::Language language) noexcept : out_(out), language_(language) {}

  catalog::Language language() const noexcept { return language_; }

  Html& raw(Literal markup) {
    out_ += markup.text();
    return *this;
  }
  Html& text(std::string_view text) {
    append_escaped(out_, text);
    return *this;
  }
  template <std::integral Integer>
  Html& number(Integer value) {
    char digits[24];  // NOLINT(modernize-avoid-c-arrays): filled at once
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
    return *this;
  }
  // ` name="value"`.
  Html& attr(Literal name, std::string_view value) {
    begin_attr(name);
    append_escaped(out_, value);
    out_ += '"';
    return *this;
  }
  template <std::integral Integer>
  Html& attr(Literal name, Integer value) {
    begin_attr(name);
    number(value);
    out_ += '"';
    return *this;
  }
  // The text in the language of the page; {0} {1} … are replaced by the arguments.
  Html& say(const catalog::Wording& wording) { return text(wording.in(language_)); }
  Html& say(const catalog::Wording& wording, std::initializer_list<std::string_view> arguments);
  Html& say_attr(Literal name, const catalog::Wording& wording) {
    return attr(name, wording.in(language_));
  }

  // For what has rules of escaping of its own (JSON in a script element).
  std::string& out() noexcept { return out_; }

 private:
  void begin_attr(Literal name) {
    out_ += ' ';
    out_ += name.text();
    out_ += "=\"";
  }

  std::string& out_;
  catalog::Language language_;
};

// `wording` in a language, {0} {1} … replaced.
std::string said(const catalog::Wording& wording, catalog::Language language,
                 std::initializer_list<std::string_view> arguments);

}  // namespace web
