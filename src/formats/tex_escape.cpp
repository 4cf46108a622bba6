#include "formats/tex_escape.hpp"

#include <algorithm>

#include "base/letter_case.hpp"
#include "base/utf8.hpp"

namespace formats {
namespace {

std::string_view escape_of(char c) noexcept {
  switch (c) {
    case '\\':
      return "\\textbackslash{}";
    case '$':
      return "\\$";
    case '&':
      return "\\&";
    case '%':
      return "\\%";
    case '#':
      return "\\#";
    case '_':
      return "\\_";
    case '^':
      return "\\textasciicircum{}";
    case '~':
      return "\\textasciitilde{}";
    default:
      return {};
  }
}

// BibTeX counts braces whatever stands before them: one alone would end the field, or never end it.
bool has_balanced_braces(std::string_view text) noexcept {
  std::size_t depth = 0;
  for (const char c : text) {
    if (c == '}' && depth == 0) return false;
    if (c == '{') ++depth;
    if (c == '}') --depth;
  }
  return depth == 0;
}

std::string_view brace_of(char c, bool is_balanced) noexcept {
  if (c == '{') return is_balanced ? "\\{" : "\\textbraceleft{}";
  if (c == '}') return is_balanced ? "\\}" : "\\textbraceright{}";
  return {};
}

bool has_inner_capital(std::string_view word) noexcept {
  bool is_inner = false;
  while (!word.empty()) {
    const auto [code_point, size] = base::utf8::decode(word);
    if (is_inner && base::is_upper(code_point)) return true;
    is_inner = true;
    word.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return false;
}

}  // namespace

void append_tex(std::string& out, std::string_view text) {
  const bool is_balanced = has_balanced_braces(text);
  char before = '\0';
  for (const char c : text) {
    // Two of these are a quotation mark; "@" at the beginning of a line may begin an entry.
    const bool is_doubled = (c == '`' || c == '\'') && c == before;
    if (is_doubled || (c == '@' && before == '\n')) out += "{}";
    before = c;
    const std::string_view brace = brace_of(c, is_balanced);
    const std::string_view escape = brace.empty() ? escape_of(c) : brace;
    if (escape.empty()) {
      out += c;
    } else {
      out += escape;
    }
  }
}

void append_tex_title(std::string& out, std::string_view title) {
  while (!title.empty()) {
    const std::size_t end = std::min(title.find(' '), title.size());
    const std::string_view word = title.substr(0, end);
    const bool is_kept = has_inner_capital(word);
    if (is_kept) out += '{';
    append_tex(out, word);
    if (is_kept) out += '}';
    if (end < title.size()) out += ' ';
    title.remove_prefix(std::min(end + 1, title.size()));
  }
}

void append_tex_verbatim(std::string& out, std::string_view address) {
  for (const char c : address) {
    switch (c) {
      case '{':
        out += "%7B";
        break;
      case '}':
        out += "%7D";
        break;
      case '\\':
        out += "%5C";
        break;
      default:
        out += c;
    }
  }
}

}  // namespace formats
