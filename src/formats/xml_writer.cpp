#include "formats/xml_writer.hpp"

#include <cstddef>
#include <cstdint>

namespace formats {
namespace {

enum class XmlPlace : std::uint8_t { content, value };

// Bytes at the front of `text` that XML 1.0 (section 2.2) cannot hold; 0 when there are none.
std::size_t forbidden_size(std::string_view text) noexcept {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x20) {
    return first == '\t' || first == '\n' || first == '\r' ? 0 : 1;
  }
  const bool is_none = text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
  return is_none ? 3 : 0;
}

// What stands for a byte; empty: the byte itself.
std::string_view reference_of(char c, XmlPlace place) noexcept {
  const bool is_value = place == XmlPlace::value;
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\r':
      return "&#13;";
    case '"':
      return is_value ? "&quot;" : "";
    case '\n':
      return is_value ? "&#10;" : "";
    case '\t':
      return is_value ? "&#9;" : "";
    default:
      return {};
  }
}

bool is_plain_xml(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte != 0xEF && c != '&' && c != '<' && c != '>' && c != '"';
}

void append_xml_escaped(std::string& out, std::string_view text, XmlPlace place) {
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && is_plain_xml(text[plain])) {
      ++plain;
    }
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) {
      return;
    }
    const std::size_t dropped = forbidden_size(text);
    if (dropped == 0) {
      const std::string_view reference = reference_of(text.front(), place);
      out += reference.empty() ? text.substr(0, 1) : reference;
    }
    text.remove_prefix(dropped == 0 ? 1 : dropped);
  }
}

}  // namespace

void append_xml_text(std::string& out, std::string_view text) {
  append_xml_escaped(out, text, XmlPlace::content);
}

void append_xml_value(std::string& out, std::string_view value) {
  append_xml_escaped(out, value, XmlPlace::value);
}

void Xml::begin(std::string_view name, XmlAttributes attributes) {
  out_.append("<").append(name);
  for (const XmlAttribute& attribute : attributes) {
    out_.append(" ").append(attribute.name).append("=\"");
    append_xml_value(out_, attribute.value);
    out_ += '"';
  }
}

}  // namespace formats
