#include <gtest/gtest.h>

#include <string>

#include "web/html.hpp"

namespace web_html_test {
namespace {

using catalog::Language;
using web::Html;

std::string written(auto write, Language language = Language::portuguese) {
  std::string out;
  Html html(out, language);
  write(html);
  return out;
}

TEST(Html, EscapesWhateverIsNoLiteral) {
  EXPECT_EQ(written([](Html& html) { html.raw("<b>").text(R"(<i> & "x" 'y')").raw("</b>"); }),
            "<b>&lt;i&gt; &amp; &quot;x&quot; &#39;y&#39;</b>");
}

TEST(Html, KeepsAnAttributeWithinItsQuotes) {
  EXPECT_EQ(written([](Html& html) { html.raw("<a").attr("title", R"(" onclick="x())").raw(">"); }),
            R"x(<a title="&quot; onclick=&quot;x()">)x");
}

TEST(Html, WritesNumbersAndUtf8AsTheyAre) {
  EXPECT_EQ(written([](Html& html) { html.number(-7).attr("n", 9007199254740991).text("Ação"); }),
            R"(-7 n="9007199254740991"Ação)");
}

TEST(Html, SaysItInTheLanguageOfThePageAndEscapesTheArguments) {
  constexpr catalog::Wording books{"{0} livros para “{1}”", "{0} books for “{1}”"};
  const auto say = [&](Html& html) { html.say(books, {"2", "<q>"}); };
  EXPECT_EQ(written(say), "2 livros para “&lt;q&gt;”");
  EXPECT_EQ(written(say, Language::english), "2 books for “&lt;q&gt;”");
}

}  // namespace
}  // namespace web_html_test
