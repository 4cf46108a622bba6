// Append-only XML 1.0 output into one string that the caller owns. Text and attribute values are
// escaped, and what XML cannot hold is dropped (controls but tab and line breaks, U+FFFE, U+FFFF);
// names are the caller's constants. Texts must be valid UTF-8. Pure functions and a class with a
// reference; any thread.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace formats {

inline constexpr std::string_view xml_declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

// For content. A carriage return is written as a reference, since parsers make a line feed of it.
void append_xml_text(std::string& out, std::string_view text);
// For values between double quotes: line breaks and tabs as references, which parsers keep.
void append_xml_value(std::string& out, std::string_view value);

struct XmlAttribute {
  std::string_view name;
  std::string_view value;
};
using XmlAttributes = std::initializer_list<XmlAttribute>;

class Xml {
 public:
  explicit Xml(std::string& out) noexcept : out_(out) {}

  // <name a="b">
  Xml& open(std::string_view name, XmlAttributes attributes = {}) {
    begin(name, attributes);
    out_ += '>';
    return *this;
  }
  // </name>
  Xml& close(std::string_view name) {
    out_.append("</").append(name).append(">");
    return *this;
  }
  // <name a="b"/>
  Xml& empty(std::string_view name, XmlAttributes attributes = {}) {
    begin(name, attributes);
    out_ += "/>";
    return *this;
  }
  // <name a="b">text</name>
  Xml& element(std::string_view name, XmlAttributes attributes, std::string_view content) {
    return open(name, attributes).text(content).close(name);
  }
  Xml& element(std::string_view name, std::string_view content) {
    return element(name, {}, content);
  }
  Xml& text(std::string_view content) {
    append_xml_text(out_, content);
    return *this;
  }
  Xml& line() {
    out_ += '\n';
    return *this;
  }

 private:
  void begin(std::string_view name, XmlAttributes attributes);

  std::string& out_;
};

}  // namespace formats
