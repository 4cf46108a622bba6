#include <gtest/gtest.h>

#include <string>

#include "formats/xml_writer.hpp"

namespace formats_xml_writer_test {
namespace {

TEST(XmlWriter, EscapesMarkupInTextAndQuotesInValues) {
  std::string out;
  formats::Xml(out)
      .open("a", {{"b", "\"<&>\"\n\t"}, {"c", ""}})
      .text("1 < 2 && \"3\" > ]]>\n\r")
      .empty("d", {{"e", "f"}})
      .element("g", "é😀")
      .close("a");
  EXPECT_EQ(out,
            "<a b=\"&quot;&lt;&amp;&gt;&quot;&#10;&#9;\" c=\"\">1 &lt; 2 &amp;&amp; \"3\" &gt; "
            "]]&gt;\n&#13;<d e=\"f\"/><g>é😀</g></a>");
}

TEST(XmlWriter, DropsWhatXmlCannotHold) {
  std::string out;
  formats::append_xml_text(out,
                           std::string("a\0\x01\x1F\x7F", 5) + "\uFFFE\uFFFF\uFFFD\uFEFF\u0085");
  EXPECT_EQ(out, "a\x7F\uFFFD\uFEFF\u0085");
}

}  // namespace
}  // namespace formats_xml_writer_test
