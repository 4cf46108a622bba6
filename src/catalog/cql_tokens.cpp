#include "catalog/cql_tokens.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace catalog {
namespace {

constexpr bool is_cql_blank(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

constexpr bool is_comparison_sign(char c) noexcept { return c == '=' || c == '<' || c == '>'; }

constexpr bool ends_cql_word(char c) noexcept {
  return is_cql_blank(c) || is_comparison_sign(c) || c == '(' || c == ')' || c == '/' || c == '"';
}

}  // namespace

bool CqlToken::is_word(std::string_view lower) const noexcept {
  return kind == Kind::word && base::equal_ignoring_case(text, lower);
}

void CqlTokens::skip_blanks() noexcept {
  while (at_ < text_.size() && is_cql_blank(text_[at_])) {
    ++at_;
  }
}

// A backslash keeps the sign that follows it in the word.
std::string_view CqlTokens::take_word() noexcept {
  const std::size_t begin = at_;
  while (at_ < text_.size() && !ends_cql_word(text_[at_])) {
    const bool keeps =
        text_[at_] == '\\' && at_ + 1 < text_.size() && !is_cql_blank(text_[at_ + 1]);
    at_ += keeps ? 2U : 1U;
  }
  return text_.substr(begin, at_ - begin);
}

// False when nothing closes it.
bool CqlTokens::take_quoted(std::string_view& inner) noexcept {
  const std::size_t begin = ++at_;
  while (at_ < text_.size() && text_[at_] != '"') {
    at_ += text_[at_] == '\\' && at_ + 1 < text_.size() ? 2U : 1U;
  }
  inner = text_.substr(begin, at_ - begin);
  if (at_ == text_.size()) {
    return false;
  }
  ++at_;
  return true;
}

CqlToken CqlTokens::read() {
  using Kind = CqlToken::Kind;
  skip_blanks();
  const std::string_view passed = text_.substr(counted_, at_ - counted_);
  characters_ += passed.size() - static_cast<std::size_t>(
                                     std::ranges::count_if(passed, base::utf8::is_continuation));
  counted_ = at_;
  CqlToken token{Kind::end, {}, characters_ + 1};
  if (at_ == text_.size()) {
    return token;
  }
  const std::size_t begin = at_;
  const char first = text_[at_];
  if (first == '"') {
    token.kind = take_quoted(token.text) ? Kind::quoted : Kind::unclosed;
    return token;
  }
  if (!ends_cql_word(first)) {
    token.kind = Kind::word;
    token.text = take_word();
    return token;
  }
  ++at_;
  if (is_comparison_sign(first)) {
    const char second = at_ < text_.size() ? text_[at_] : '\0';
    const bool is_longer = second == '=' || (first == '<' && second == '>');
    at_ += is_longer ? 1U : 0U;
    token.kind = Kind::comparison;
  } else {
    token.kind = first == '(' ? Kind::open : first == ')' ? Kind::close : Kind::slash;
  }
  token.text = text_.substr(begin, at_ - begin);
  return token;
}

}  // namespace catalog
