#include "formats/abnt_text.hpp"

#include <array>
#include <utility>

namespace formats {
namespace {

void append_html(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += c;
    }
  }
}

void append_markdown(std::string& out, std::string_view text) {
  constexpr std::string_view special = "\\`*_[]<>#&~|";
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
}

}  // namespace

void ReferenceText::add(std::string_view text) {
  if (text.empty()) return;
  last_ = text;
  switch (markup_) {
    case ReferenceForm::Markup::text:
      out_ += text;
      break;
    case ReferenceForm::Markup::html:
      append_html(out_, text);
      break;
    case ReferenceForm::Markup::markdown:
      append_markdown(out_, text);
      break;
  }
}

void ReferenceText::add_sign(std::string_view sign) {
  last_ = sign;
  out_ += sign;
}

void ReferenceText::add_marked(std::string_view text, std::string_view html,
                               std::string_view markdown) {
  const bool is_html = markup_ == ReferenceForm::Markup::html;
  const bool is_markdown = markup_ == ReferenceForm::Markup::markdown;
  if (is_html) out_.append("<").append(html).append(">");
  if (is_markdown) out_ += markdown;
  add(text);
  if (is_html) out_.append("</").append(html).append(">");
  if (is_markdown) out_ += markdown;
}

void ReferenceText::add_strong(std::string_view text) { add_marked(text, "strong", "**"); }
void ReferenceText::add_latin(std::string_view text) { add_marked(text, "em", "*"); }

void ReferenceText::stop() {
  constexpr std::array<std::string_view, 4> ends{".", "?", "!", "\u2026"};
  for (const std::string_view end : ends) {
    if (last_.ends_with(end)) return;
  }
  add_sign(".");
}

}  // namespace formats
