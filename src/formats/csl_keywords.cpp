#include "formats/csl_keywords.hpp"

#include <algorithm>
#include <optional>

#include "formats/marc_text.hpp"

namespace formats {
namespace {

constexpr char keyword_separator = ';';
constexpr char quotation_mark = '"';

bool holds_sign(std::string_view text, char sign) noexcept {
  return text.find(sign) != std::string_view::npos;
}

void append_quoted(std::string& out, std::string_view keyword) {
  out += quotation_mark;
  for (const char c : keyword) out.append(c == quotation_mark ? 2 : 1, c);
  out += quotation_mark;
}

// Takes the keyword in quotes that `rest` begins with. Only quotes around a keyword_separator are
// ours; others are part of what somebody wrote.
std::optional<std::string> take_quoted(std::string_view& rest) {
  if (!rest.starts_with(quotation_mark)) return std::nullopt;
  std::string keyword;
  std::size_t at = 1;
  for (; at < rest.size(); ++at) {
    if (rest[at] == quotation_mark && rest.substr(at + 1).starts_with(quotation_mark)) {
      ++at;
    } else if (rest[at] == quotation_mark) {
      break;
    }
    keyword += rest[at];
  }
  if (at >= rest.size() || !holds_sign(keyword, keyword_separator)) return std::nullopt;
  const std::string_view behind = trimmed(rest.substr(at + 1));
  if (!behind.empty() && behind.front() != keyword_separator) return std::nullopt;
  rest = behind.substr(std::min<std::size_t>(behind.size(), 1));
  return keyword;
}

}  // namespace

std::string csl_keywords_text(const std::vector<std::string_view>& keywords) {
  std::string out;
  for (const std::string_view keyword : keywords) {
    if (!out.empty()) out += "; ";
    if (holds_sign(keyword, keyword_separator)) {
      append_quoted(out, keyword);
    } else {
      out += keyword;
    }
  }
  if (holds_sign(out, ',') && !holds_sign(out, keyword_separator)) out += keyword_separator;
  return out;
}

std::vector<std::string> csl_keywords_in(std::string_view text) {
  const char separator = holds_sign(text, keyword_separator) ? keyword_separator : ',';
  std::vector<std::string> keywords;
  for (std::string_view rest = trimmed(text); !rest.empty(); rest = trimmed(rest)) {
    if (auto quoted = take_quoted(rest)) {
      keywords.push_back(*std::move(quoted));
      continue;
    }
    const std::size_t end = std::min(rest.find(separator), rest.size());
    keywords.emplace_back(trimmed(rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return keywords;
}

}  // namespace formats
