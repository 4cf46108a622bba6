// CQL 1.2 cut into tokens: brackets, relations of signs, words and quoted texts. Reads one token
// ahead; whatever bytes come, each step takes at least one of them. One thread; the text must
// outlive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace catalog {

struct CqlToken {
  enum class Kind : std::uint8_t {
    end,
    open,        // (
    close,       // )
    slash,       // /
    comparison,  // = == < <= > >= <>
    word,        // unquoted
    quoted,      // between double quotes, without them
    unclosed,    // a quote that nothing closes
  };
  Kind kind = Kind::end;
  std::string_view text;      // with its backslashes
  std::size_t character = 1;  // where it begins, counted from 1 in code points

  bool is(Kind one) const noexcept { return kind == one; }
  bool is_text() const noexcept { return kind == Kind::word || kind == Kind::quoted; }
  // An unquoted word, whatever the case of its ASCII letters; `lower` is in lower case.
  bool is_word(std::string_view lower) const noexcept;
};

class CqlTokens {
 public:
  explicit CqlTokens(std::string_view text) : text_(text) { token_ = read(); }

  const CqlToken& now() const noexcept { return token_; }
  CqlToken take() {
    CqlToken taken = token_;
    token_ = read();
    return taken;
  }

 private:
  CqlToken read();
  void skip_blanks() noexcept;
  std::string_view take_word() noexcept;
  bool take_quoted(std::string_view& inner) noexcept;

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t counted_ = 0;  // bytes up to here have been counted in code points
  std::size_t characters_ = 0;
  CqlToken token_;
};

}  // namespace catalog
