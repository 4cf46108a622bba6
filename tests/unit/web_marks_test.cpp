#include <gtest/gtest.h>

#include <string>

#include "catalog/search_query.hpp"
#include "web/marks.hpp"

namespace web_marks_test {
namespace {

std::string marked(std::string_view query, std::string_view text) {
  std::string out;
  web::Html html(out, catalog::Language::portuguese);
  web::Marks(catalog::parse_search(query)).write(html, text);
  return out;
}

TEST(Marks, FoldAsTheSearchFolds) {
  EXPECT_EQ(marked("historia geral", "História GERAL"), "<mark>História</mark> <mark>GERAL</mark>");
  EXPECT_EQ(marked("chronica de", "Crônica de uma cidade"), "<mark>Crônica</mark> de uma cidade");
  EXPECT_EQ(marked("de", "de uma cidade"), "<mark>de</mark> uma cidade");
}

TEST(Marks, TakeTheLastWordForAPrefixAndNoOther) {
  EXPECT_EQ(marked("dom casm", "Dom Casmurro, Domingo"),
            "<mark>Dom</mark> <mark>Casmurro</mark>, Domingo");
}

TEST(Marks, LeaveOutWhatMustBeAbsent) {
  EXPECT_EQ(marked("casmurro -dom", "Dom Casmurro"), "Dom <mark>Casmurro</mark>");
}

TEST(Marks, EscapeEverythingAndEndOnAnyBytes) {
  EXPECT_EQ(marked("b", "<b> & <i>"), "&lt;<mark>b</mark>&gt; &amp; &lt;i&gt;");
  EXPECT_EQ(marked("x", "\xff\xfe x"), "\xff\xfe <mark>x</mark>");
  EXPECT_EQ(marked("", "a"), "a");
}

}  // namespace
}  // namespace web_marks_test
