#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "catalog/limits.hpp"
#include "formats/book_json.hpp"
#include "formats/book_json_append.hpp"

namespace formats_book_json_test {
namespace {

using catalog::Book;
using catalog::BookFields;
using catalog::BookPatch;
using catalog::Field;
using catalog::FieldError;
using catalog::FieldSet;
using catalog::NewBook;
using catalog::Problem;
using catalog::ProblemCode;
using catalog::Rule;

constexpr int this_year = 2026;

base::Instant at(std::int64_t ms) { return base::Instant{std::chrono::milliseconds{ms}}; }

NewBook book_of(std::string_view json) {
  auto book = formats::read_book(json, this_year);
  EXPECT_TRUE(book.has_value()) << json;
  return book ? *book : NewBook{};
}

Problem problem_of(std::string_view json) {
  const auto book = formats::read_book(json, this_year);
  EXPECT_FALSE(book.has_value()) << json;
  return book ? Problem{} : book.error();
}

std::vector<FieldError> errors_of(std::string_view json) {
  const Problem problem = problem_of(json);
  EXPECT_EQ(problem.code, ProblemCode::invalid_book) << json;
  return problem.errors;
}

// The errors of a book that is good but for `members`.
std::vector<FieldError> errors_with(std::string_view members) {
  return errors_of(R"({"título":"T","autor":"A",)" + std::string(members) + "}");
}

std::vector<FieldError> one(std::string pointer, Rule rule, std::vector<std::string> args = {}) {
  return {FieldError{std::move(pointer), rule, std::move(args)}};
}

BookPatch patch_of(std::string_view json) {
  auto patch = formats::read_patch(json, this_year);
  EXPECT_TRUE(patch.has_value()) << json;
  return patch ? *patch : BookPatch{};
}

std::vector<FieldError> patch_errors_of(std::string_view json) {
  const auto patch = formats::read_patch(json, this_year);
  EXPECT_FALSE(patch.has_value()) << json;
  return patch ? std::vector<FieldError>{} : patch.error().errors;
}

Book full_book() {
  Book book;
  book.id = {9'007'199'254'740'991};
  book.version = {2};
  book.created_at = at(1'795'457'045'123);
  book.updated_at = at(1'795'457'045'124);
  book.fields = book_of(R"({
    "título": "Memórias póstumas", "autor": "Machado de Assis", "subtitulo": "romance",
    "titulo_original": "Original", "autores": [{"nome": "Machado de Assis"},
      {"nome": "Ana", "papel": "ill"}], "isbn": "85-359-0277-5", "outros_isbn": ["080442957X"],
    "identificadores": [{"tipo": "isbn_invalido", "valor": "85-0"}], "editora": "Ática",
    "local": "São Paulo", "edicao": "2. ed.", "ano": 1881, "idioma": "PT-br",
    "idioma_original": "pt", "paginas": 300, "assuntos": ["Romance"], "etiquetas": ["lido"],
    "cdd": "869.3", "cdu": "82-3", "serie": {"nome": "Bom Livro", "volume": "12"},
    "sinopse": "linha\nlinha", "capa": "https://exemplo.org/c.jpg",
    "extra": { "preço" : 1.50, "n" : [ null ] }})")
                    .fields;
  return book;
}

std::string written(const Book& book, FieldSet members = FieldSet::all()) {
  std::string out;
  formats::append_book(out, book, members);
  return out;
}

TEST(AppendBook, WritesEveryMemberInTheContractsOrder) {
  EXPECT_EQ(
      written(full_book()),
      R"({"id":9007199254740991,"versao":2,"título":"Memórias póstumas",)"
      R"("autor":"Machado de Assis",)"
      R"("subtitulo":"romance","titulo_original":"Original","autores":[{"nome":"Machado de Assis",)"
      R"("papel":"aut"},{"nome":"Ana","papel":"ill"}],"isbn":"9788535902778",)"
      R"("outros_isbn":["9780804429573"],"identificadores":[{"tipo":"isbn_invalido",)"
      R"("valor":"85-0"}],"editora":"Ática","local":"São Paulo","edicao":"2. ed.","ano":1881,)"
      R"("idioma":"pt-BR","idioma_original":"pt","paginas":300,"assuntos":["Romance"],)"
      R"("etiquetas":["lido"],"cdd":"869.3","cdu":"82-3","serie":{"nome":"Bom Livro",)"
      R"("volume":"12"},"sinopse":"linha\nlinha","capa":"https://exemplo.org/c.jpg",)"
      R"("extra":{"preço":1.50,"n":[null]},"criado_em":"2026-11-23T18:04:05.123Z",)"
      R"("atualizado_em":"2026-11-23T18:04:05.124Z"})");
}

TEST(AppendBook, LeavesAbsentMembersOutButSaysThatTheAuthorIsUnknown) {
  Book book;
  book.id = {1};
  book.version = {1};
  book.fields.edit().title = "T";
  EXPECT_EQ(
      written(book),
      R"({"id":1,"versao":1,"título":"T","autor":null,"criado_em":"1970-01-01T00:00:00.000Z",)"
      R"("atualizado_em":"1970-01-01T00:00:00.000Z"})");
  book.fields.edit().series = catalog::Series{"S", ""};
  EXPECT_EQ(written(book, {Field::series}), R"({"serie":{"nome":"S"}})");
}

TEST(AppendBook, WritesOnlyTheChosenMembers) {
  EXPECT_EQ(written(full_book(), {Field::id, Field::author, Field::updated_at}),
            R"({"id":9007199254740991,"autor":"Machado de Assis",)"
            R"("atualizado_em":"2026-11-23T18:04:05.124Z"})");
  EXPECT_EQ(written(full_book(), {}), "{}");
}

TEST(ReadBook, KeepsEveryFieldAndClaim) {
  const NewBook book = book_of(written(full_book()));
  EXPECT_EQ(book.fields, full_book().fields);
  EXPECT_EQ(book.id, full_book().id);
  EXPECT_EQ(book.claims,
            (catalog::Claims{full_book().version, full_book().created_at, full_book().updated_at}));
}

TEST(ReadBook, TakesKeysInEveryUnicodeFormAndTheAliases) {
  EXPECT_EQ(book_of("{\"ti\xCC\x81tulo\":\"T\",\"autor\":null}").fields->title, "T");
  EXPECT_EQ(book_of(R"({"titulo":"T","author":"A"})").fields->author, "A");
  EXPECT_EQ(book_of(R"({"t\u00edtulo":"T","autor":"A"})").fields->title, "T");
  EXPECT_EQ(book_of(R"({"title":" T","titulo":"T ","título":"T","autor":null,"author":null})")
                .fields->title,
            "T");
}

TEST(ReadBook, SynonymsMustNotContradictEachOther) {
  EXPECT_EQ(errors_of(R"({"title":"T","título":"U","autor":"A"})"),
            one("/título", Rule::alias_conflict, {"title"}));
  EXPECT_EQ(errors_of(R"({"título":"T","autor":"A","author":null})"),
            one("/author", Rule::alias_conflict, {"autor"}));
}

TEST(ReadBook, TheSameKeyTwiceIsABadRequest) {
  for (const std::string json :
       {R"({"título":"T","título":"T","autor":"A"})",
        "{\"título\":\"T\",\"ti\xCC\x81tulo\":\"T\",\"autor\":\"A\"}",
        R"({"título":"T","autor":"A","extra":{"a":1,"a":1}})",
        R"({"título":"T","autor":"A","autores":[{"nome":"x","nome":"y"}]})"}) {
    EXPECT_EQ(problem_of(json).code, ProblemCode::duplicate_key) << json;
  }
  EXPECT_EQ(problem_of(R"({"título":"T","extra":{"a":1,"a":1}})").arguments,
            std::vector<std::string>{"/extra/a"});
}

TEST(ReadBook, MalformedJsonIsABadRequestWithThePlace) {
  const Problem problem = problem_of(R"({"título":"T",})");
  EXPECT_EQ(problem.code, ProblemCode::malformed_json);
  for (const std::string json : {
           "",
           " ",
           "{",
           "título",
           R"({"título":"T","autor":"A"} x)",
           "{\"título\":\"\xFF\"}",
           R"({"título":"\ud800","autor":"A"})",
           R"({"título":"T","autor":"A","ano":01})",
           R"({"título":"T","autor":"A","ano":NaN})",
           "[}",
           R"({"autor":nul})",
       }) {
    EXPECT_EQ(problem_of(json).code, ProblemCode::malformed_json) << json;
  }
  std::string deep = R"({"extra":)";
  for (int i = 0; i < 100'000; ++i) {
    deep += "[";
  }
  EXPECT_EQ(problem_of(deep).code, ProblemCode::malformed_json);
}

TEST(ReadBook, OnlyAnObjectIsABook) {
  for (const std::string json : {"[]", "1", "null", "\"x\"", "[{\"título\":\"T\"}]", "true"}) {
    EXPECT_EQ(errors_of(json), one("", Rule::wrong_type, {"object"})) << json;
  }
}

TEST(ReadBook, WrongTypesAreNamedWithWhatIsExpected) {
  EXPECT_EQ(errors_of(R"({"título":1,"autor":[]})"),
            (std::vector<FieldError>{{"/título", Rule::wrong_type, {"string"}},
                                     {"/autor", Rule::wrong_type, {"string/null"}}}));
  EXPECT_EQ(errors_with(R"("ano":"1899")"), one("/ano", Rule::wrong_type, {"integer"}));
  EXPECT_EQ(errors_with(R"("ano":1899.0)"), one("/ano", Rule::wrong_type, {"integer"}));
  EXPECT_EQ(errors_with(R"("paginas":1e2)"), one("/paginas", Rule::wrong_type, {"integer"}));
  EXPECT_EQ(errors_with(R"("assuntos":"x")"), one("/assuntos", Rule::wrong_type, {"array"}));
  EXPECT_EQ(errors_with(R"("assuntos":["a",1,"b",null])"),
            (std::vector<FieldError>{{"/assuntos/1", Rule::wrong_type, {"string"}},
                                     {"/assuntos/3", Rule::wrong_type, {"string"}}}));
  EXPECT_EQ(errors_with(R"("serie":"x")"), one("/serie", Rule::wrong_type, {"object"}));
  EXPECT_EQ(errors_with(R"("serie":{"nome":1})"), one("/serie/nome", Rule::wrong_type, {"string"}));
  EXPECT_EQ(errors_with(R"("extra":[])"), one("/extra", Rule::wrong_type, {"object"}));
  EXPECT_EQ(errors_with(R"("autores":["Ana"])"), one("/autores/0", Rule::wrong_type, {"object"}));
  EXPECT_EQ(errors_with(R"("isbn":9788535902778)"), one("/isbn", Rule::wrong_type, {"string"}));
}

TEST(ReadBook, NullIsAbsentButForTheAuthor) {
  EXPECT_EQ(book_of(R"({"título":"T","autor":null})").fields->author, std::nullopt);
  EXPECT_EQ(errors_of(R"({"título":null,"autor":"A"})"), one("/título", Rule::required));
  EXPECT_EQ(
      errors_of(R"({"título":null})"),
      (std::vector<FieldError>{{"/título", Rule::required, {}}, {"/autor", Rule::required, {}}}));
  const catalog::NewBook plain = book_of(R"({"título":"T","autor":"A"})");
  for (const auto& key : {"id",
                          "versao",
                          "criado_em",
                          "atualizado_em",
                          "titulo",
                          "subtitulo",
                          "titulo_original",
                          "autores",
                          "isbn",
                          "outros_isbn",
                          "identificadores",
                          "editora",
                          "local",
                          "edicao",
                          "ano",
                          "idioma",
                          "idioma_original",
                          "paginas",
                          "assuntos",
                          "etiquetas",
                          "cdd",
                          "cdu",
                          "serie",
                          "sinopse",
                          "capa",
                          "extra"}) {
    const catalog::NewBook book =
        book_of(std::string(R"({"título":"T","autor":"A",")") + key + "\":null}");
    EXPECT_EQ(book.fields, plain.fields) << key;
    EXPECT_EQ(book.id, plain.id) << key;
    EXPECT_EQ(book.claims, plain.claims) << key;
  }
}

TEST(ReadBook, NullInsideASmallObjectIsAbsentToo) {
  const auto fields = book_of(R"({"título":"T","autor":"A","serie":{"nome":"S","volume":null},
                                  "autores":[{"nome":"B","papel":null}]})")
                          .fields;
  EXPECT_EQ(fields->series, (catalog::Series{"S", ""}));
  EXPECT_EQ(fields->contributors, (std::vector<catalog::Contributor>{{"B", "aut"}}));
  EXPECT_EQ(errors_with(R"("serie":{"nome":null,"volume":"1"})"),
            one("/serie/nome", Rule::required));
  EXPECT_EQ(errors_with(R"("autores":[{"nome":null}])"), one("/autores/0/nome", Rule::required));
  EXPECT_EQ(errors_with(R"("identificadores":[{"tipo":null,"valor":"1"}])"),
            one("/identificadores/0/tipo", Rule::required));
}

TEST(ReadBook, UnknownKeysAreNamedWithTheNearestKnownOne) {
  EXPECT_EQ(errors_with(R"("editra":"x","zzzz":1,"a/b~c":1)"),
            (std::vector<FieldError>{{"/editra", Rule::unknown_key, {"editora"}},
                                     {"/zzzz", Rule::unknown_key, {""}},
                                     {"/a~1b~0c", Rule::unknown_key, {""}}}));
  EXPECT_EQ(errors_with(R"("autores":[{"nome":"A","papeis":"aut"}])"),
            one("/autores/0/papeis", Rule::unknown_key, {"papel"}));
  EXPECT_EQ(errors_with("\"autoria\xCC\x81\":1"), one("/autoriá", Rule::unknown_key, {"autor"}));
}

TEST(ReadBook, ErrorsUseTheKeyTheClientSent) {
  EXPECT_EQ(errors_of(R"({"title":"","author":""})"),
            (std::vector<FieldError>{{"/title", Rule::too_short, {"1"}},
                                     {"/author", Rule::too_short, {"1"}}}));
  EXPECT_EQ(errors_of(R"({"titulo":1,"author":1})"),
            (std::vector<FieldError>{{"/titulo", Rule::wrong_type, {"string"}},
                                     {"/author", Rule::wrong_type, {"string/null"}}}));
}

TEST(ReadBook, TellsEveryErrorAtOnce) {
  const auto errors = errors_of(
      R"({"autor":"","ano":99999,"isbn":"1","outros_isbn":["9788535902778","2"],"idioma":"??",
          "capa":"x","paginas":0,"identificadores":[{"tipo":"doi"}],"autores":[{"papel":"aut"}],
          "serie":{"volume":"1"},"id":0,"versao":-1,"criado_em":"ontem"})");
  EXPECT_EQ(errors, (std::vector<FieldError>{
                        {"/autor", Rule::too_short, {"1"}},
                        {"/ano", Rule::out_of_range, {"-3000", "2031"}},
                        {"/isbn", Rule::invalid_isbn, {}},
                        {"/outros_isbn/1", Rule::invalid_isbn, {}},
                        {"/idioma", Rule::invalid_language, {}},
                        {"/capa", Rule::invalid_url, {}},
                        {"/paginas", Rule::out_of_range, {"1", "100000"}},
                        {"/identificadores/0/valor", Rule::required, {}},
                        {"/autores/0/nome", Rule::required, {}},
                        {"/serie/nome", Rule::required, {}},
                        {"/id", Rule::out_of_range, {"1", "9007199254740991"}},
                        {"/versao", Rule::out_of_range, {"1", "9007199254740991"}},
                        {"/criado_em", Rule::invalid_value, {"RFC 3339"}},
                        {"/título", Rule::required, {}},
                    }));
}

TEST(ReadBook, IdsAreWholeNumbersUpTo2To53) {
  EXPECT_EQ(book_of(R"({"id":1,"título":"T","autor":"A"})").id, catalog::BookId{1});
  for (const std::string bad : {"0", "-1", "9007199254740992", "9223372036854775808",
                                "-9223372036854775809", "99999999999999999999999999"}) {
    EXPECT_EQ(errors_with("\"id\":" + bad),
              one("/id", Rule::out_of_range, {"1", "9007199254740991"}))
        << bad;
  }
  for (const std::string bad : {"1.0", "\"1\"", "1e0", "true", "[]"}) {
    EXPECT_EQ(errors_with("\"id\":" + bad), one("/id", Rule::wrong_type, {"integer"})) << bad;
  }
  EXPECT_EQ(errors_with(R"("ano":123456789012345678901234567890)"),
            one("/ano", Rule::out_of_range, {"-3000", "2031"}));
}

TEST(ReadBook, ExtraIsKeptAsSentButMinifiedAndHasItsLimits) {
  EXPECT_EQ(book_of(R"({"título":"T","autor":"A","extra":{ "b" : 1.50 , "a" : "\u00e9" }})")
                .fields->extra,
            R"({"b":1.50,"a":"\u00e9"})");
  const auto nested = [](int levels) {
    std::string json = "1";
    for (int i = 0; i < levels; ++i) {
      json = R"({"a":)" + json + "}";
    }
    return R"("extra":)" + json;
  };
  EXPECT_FALSE(book_of(R"({"título":"T","autor":"A",)" + nested(16) + "}").fields->extra.empty());
  EXPECT_EQ(errors_with(nested(17)), one("/extra", Rule::too_deep, {"16"}));
  EXPECT_EQ(errors_with(R"("extra":{"a":")" + std::string(16 * 1024, 'x') + "\"}"),
            one("/extra", Rule::too_long, {"16384 bytes"}));
}

TEST(ReadBook, ThousandsOfErrorsAreToldUpToALimit) {
  std::string json = R"({"título":"T","autor":"A")";
  for (int i = 0; i < 50'000; ++i) {
    json += ",\"chave" + std::to_string(i) + "\":0";
  }
  const auto problem = problem_of(json + "}");
  EXPECT_EQ(problem.errors.size(), catalog::limits::errors_max);
  EXPECT_EQ(problem.errors_left_out, 50'000 - catalog::limits::errors_max);
  std::string list = R"("assuntos":[0)";
  for (int i = 0; i < 200'000; ++i) {
    list += ",0";
  }
  const auto of_list = problem_of(R"({"título":"T","autor":"A",)" + list + "]}");
  EXPECT_EQ(of_list.errors.size(), catalog::limits::errors_max);
  EXPECT_EQ(of_list.errors_left_out, 200'001 - catalog::limits::errors_max);
}

TEST(ReadBook, AMegabyteInOneStringIsTooLongNotABadRequest) {
  EXPECT_EQ(errors_with("\"sinopse\":\"" + std::string(1'000'000, 'x') + "\""),
            one("/sinopse", Rule::too_long, {"20000"}));
}

TEST(ReadPatch, SetsWhatIsThereAndRemovesWhatIsNull) {
  const BookPatch patch =
      patch_of(R"({"título":"N","ano":2000,"editora":null,"autor":null,"assuntos":["a"],
                   "serie":null,"extra":null,"local":""})");
  EXPECT_EQ(patch.set, (FieldSet{Field::title, Field::year, Field::subjects, Field::place}));
  EXPECT_EQ(patch.removed,
            (FieldSet{Field::publisher, Field::author, Field::series, Field::extra}));
  EXPECT_EQ(patch.values.title, "N");
  EXPECT_EQ(patch.values.year, 2000);
  EXPECT_EQ(patch.values.subjects, std::vector<std::string>{"a"});
  EXPECT_EQ(patch_of("{}").set, FieldSet{});
}

TEST(ReadPatch, MergesSeriesAndExtraMemberByMember) {
  const BookPatch patch =
      patch_of(R"({"serie":{"volume":null},"extra":{ "a" : null, "b" : 1.0 }})");
  EXPECT_EQ(patch.series_name, std::nullopt);
  ASSERT_TRUE(patch.series_volume.has_value());
  EXPECT_EQ(*patch.series_volume, std::nullopt);
  EXPECT_EQ(patch.extra_patch, R"({"a":null,"b":1.0})");
  EXPECT_TRUE(patch.set.empty());
  EXPECT_TRUE(patch.removed.empty());
  const BookPatch named = patch_of(R"({"serie":{"nome":" S ","volume":"2"}})");
  EXPECT_EQ(named.series_name, std::optional<std::string>("S"));
  EXPECT_EQ(named.series_volume, std::optional<std::string>("2"));
}

TEST(ReadPatch, ClaimsReadOnlyMembers) {
  const BookPatch patch = patch_of(
      R"({"id":7,"versao":3,"criado_em":"1970-01-01T00:00:01Z","atualizado_em":"1970-01-01"})");
  EXPECT_EQ(patch.id, catalog::BookId{7});
  EXPECT_EQ(patch.version, catalog::Version{3});
  EXPECT_EQ(patch.created_at, at(1000));
  EXPECT_EQ(patch.updated_at, at(0));
  EXPECT_TRUE(patch.set.empty());
}

TEST(ReadPatch, RefusesWhatABookCannotBeWithout) {
  EXPECT_EQ(patch_errors_of(R"({"título":null})"), one("/título", Rule::required));
  EXPECT_EQ(patch_errors_of(R"({"title":null})"), one("/title", Rule::required));
  EXPECT_EQ(patch_errors_of(R"({"título":" "})"), one("/título", Rule::too_short, {"1"}));
  EXPECT_EQ(
      patch_errors_of(R"({"id":null,"versao":null})"),
      (std::vector<FieldError>{{"/id", Rule::read_only, {}}, {"/versao", Rule::read_only, {}}}));
  EXPECT_EQ(patch_errors_of(R"({"serie":{"nome":""}})"),
            one("/serie/nome", Rule::too_short, {"1"}));
  EXPECT_EQ(patch_errors_of(R"({"serie":{"nome":1,"tomo":"2"}})"),
            (std::vector<FieldError>{{"/serie/nome", Rule::wrong_type, {"string"}},
                                     {"/serie/tomo", Rule::unknown_key, {""}}}));
  EXPECT_EQ(patch_errors_of(R"({"assuntos":[null]})"),
            one("/assuntos/0", Rule::wrong_type, {"string"}));
  EXPECT_EQ(patch_errors_of("[]"), one("", Rule::wrong_type, {"object"}));
  EXPECT_EQ(formats::read_patch("{", this_year).error().code, ProblemCode::malformed_json);
  EXPECT_EQ(formats::read_patch(R"({"a":1,"a":2})", this_year).error().code,
            ProblemCode::duplicate_key);
}

TEST(ReadPatch, AppliedToABookIsTheMergedBook) {
  const Book book = full_book();
  const auto result = catalog::apply(
      patch_of(R"({"serie":{"volume":"13"},"extra":{"n":null},"subtitulo":null,"autor":"X"})"),
      book);
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->series, (catalog::Series{"Bom Livro", "13"}));
  EXPECT_EQ(result->extra, R"({"preço":1.50})");
  EXPECT_EQ(result->subtitle, "");
  EXPECT_EQ(result->author, "X");
  EXPECT_EQ(result->title, book.fields->title);
}

}  // namespace
}  // namespace formats_book_json_test
