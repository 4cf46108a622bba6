#include <gtest/gtest.h>

#include <string>

#include "support/documents.hpp"
#include "web/book_form.hpp"
#include "web/field_text.hpp"

namespace web_book_form_test {
namespace {

bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

catalog::Book book() {
  catalog::Book made;
  made.id = {7};
  made.version = {3};
  made.fields.edit().title = R"("Dom" <Casmurro>)";
  made.fields.edit().author = "Machado de Assis";
  made.fields.edit().contributors = {{"Machado de Assis", "aut"}, {"Ana", "ill"}};
  made.fields.edit().subjects = {"Ficção", "Ciúme"};
  made.fields.edit().synopsis = "\nUma linha";
  return made;
}

TEST(BookForm, NamesItsInputsAsTheWireDoes) {
  const std::string html = web::edit_document({}, book());
  for (const std::string name :
       {"título", "subtitulo", "autor",   "isbn",        "editora",         "local",   "ano",
        "edicao", "idioma",    "paginas", "assuntos",    "etiquetas",       "sinopse", "autores",
        "cdd",    "capa",      "serie",   "outros_isbn", "identificadores", "notas",   "ligacoes",
        "extra"}) {
    EXPECT_TRUE(holds(html, R"(name=")" + name + R"(")")) << name;
    EXPECT_TRUE(holds(html, R"(<label for="c-)" + name + R"(")")) << name;
  }
  EXPECT_TRUE(holds(html, R"(data-testid="form-livro" novalidate data-id="7" data-versao="3")"));
}

TEST(BookForm, HoldsTheValuesOneALineAndEscaped) {
  const std::string html = web::edit_document({}, book());
  EXPECT_TRUE(holds(html, R"(value="&quot;Dom&quot; &lt;Casmurro&gt;")"));
  EXPECT_TRUE(holds(html, ">\nFicção\nCiúme</textarea>"));
  EXPECT_TRUE(holds(html, ">\nMachado de Assis\nAna (ill)</textarea>"));
  // The browser drops one line break behind the tag, so the value's own stays.
  EXPECT_TRUE(holds(html, "name=\"sinopse\">\n\nUma linha</textarea>"));
}

TEST(BookForm, HoldsASeriesAndItsVolumeApartAndExtraDataAsJson) {
  catalog::Book made = book();
  made.fields.edit().series = {"Clássicos ; 2", "v. 2"};
  made.fields.edit().extra = R"({"a":"<b>"})";
  const std::string html = web::edit_document({}, made);
  EXPECT_TRUE(holds(html, R"(name="serie" type="text" value="Clássicos ; 2")"));
  EXPECT_TRUE(holds(html, R"(name="serie.volume" type="text" value="v. 2")"));
  EXPECT_TRUE(holds(html, ">\n{&quot;a&quot;:&quot;&lt;b&gt;&quot;}</textarea>"));
  EXPECT_TRUE(holds(html, R"(<details class="mais" open>)"));
}

TEST(BookForm, ForANewBookBeginsWithTheIsbn) {
  const std::string html = web::new_document({});
  EXPECT_LT(html.find(R"(data-testid="isbn-primeiro")"), html.find(R"(data-testid="form-livro")"));
  EXPECT_TRUE(holds(html, "<noscript>"));
}

TEST(FieldText, TellsEveryFieldThatMayDiffer) {
  catalog::BookFields fields = book().fields;
  fields.series = {"Clássicos", "v. 2"};
  fields.identifiers = {{catalog::IdentifierType::doi, "10.1/x"}};
  EXPECT_EQ(web::field_text(fields, catalog::Field::series), "Clássicos, v. 2");
  EXPECT_EQ(web::field_text(fields, catalog::Field::identifiers), "doi 10.1/x");
  EXPECT_EQ(web::field_text(fields, catalog::Field::contributors), "Machado de Assis\nAna (ill)");
  fields.contributors.push_back({"Ministério", "isb", catalog::ContributorKind::body});
  EXPECT_EQ(web::field_text(fields, catalog::Field::contributors),
            "Machado de Assis\nAna (ill)\nMinistério (isb; entidade)");
  fields.contributors = {{"Grupo (ong)"}, {"Silva (Jornalista)"}};
  EXPECT_EQ(web::field_text(fields, catalog::Field::contributors),
            "Grupo (ong) (aut)\nSilva (Jornalista) (aut)");
  fields.links = {{"https://a", "text/html", catalog::LinkRelation::text, "n"},
                  {"https://b", "", {}, ""}};
  EXPECT_EQ(web::field_text(fields, catalog::Field::links),
            "https://a texto text/html (n)\nhttps://b");
  fields.notes = {"um", "dois"};
  EXPECT_EQ(web::field_text(fields, catalog::Field::notes), "um\ndois");
  EXPECT_EQ(web::field_text(fields, catalog::Field::id), "");
}

}  // namespace
}  // namespace web_book_form_test
