#include <gtest/gtest.h>

#include "catalog/problem.hpp"
#include "support/api.hpp"

namespace catalog_problem_words_test {
namespace {

using http::Header;
using support::Api;
using support::json_at;

struct Sentence {
  std::string members;
  std::string portuguese;
  std::string english;
};

TEST(Messages, SayWhatToDoAndNameWhatCame) {
  Api api;
  for (const auto& [members, portuguese, english] : {
           Sentence{R"("ano":"1987")", "Precisa ser um número inteiro, sem aspas; veio \"1987\".",
                    "Must be a whole number, without quotation marks; \"1987\" was sent."},
           Sentence{R"("assuntos":{"a":1})", "Precisa ser uma lista, entre colchetes; veio {…}.",
                    "Must be a list, in square brackets; {…} was sent."},
           Sentence{R"("preço":1)", "Não é um campo de livro; campos próprios vão em “extra”.",
                    "Is not a field of a book; fields of your own go into “extra”."},
           Sentence{R"("editra":1)",
                    "Não é um campo de livro; campos próprios vão em “extra”. Você quis dizer "
                    "“editora”?",
                    "Is not a field of a book; fields of your own go into “extra”. Did you mean "
                    "“editora”?"},
           Sentence{R"("autores":[{"nome":"A","x":"y"}])",
                    "Não é um campo de “autores”: cada um tem nome e papel.",
                    "Is not a field of “autores”: each has nome and papel."},
           Sentence{R"("idioma":"português")",
                    "Não é um código de idioma BCP 47, como pt-BR ou en: “português”.",
                    "Is not a BCP 47 language tag such as pt-BR or en: “português”."},
           Sentence{R"("local":"a\u0007b")", "Contém um caractere de controle, U+0007: retire-o.",
                    "Contains a control character, U+0007: take it out."},
           Sentence{R"("edicao":")" + std::string(101, 'x') + '"',
                    "É longo demais: tem 101; o máximo é 100.",
                    "Is too long: it has 101; the maximum is 100."},
           Sentence{R"("versao":2)",
                    "Só o servidor define, e o valor enviado, 2, não é o atual: deixe-o de fora.",
                    "Is set by the server only, and the value sent, 2, is not the current one: "
                    "leave it out."},
       }) {
    const std::string body = R"({"título":"x","autor":null,)" + members + '}';
    const auto message = [&](const std::string& language) {
      return json_at(api.put("/livros/1", body, {{Header::accept_language, language}}).body,
                     "/erros/0/mensagem");
    };
    api.store.put(support::named("x"));
    EXPECT_EQ(message("pt"), portuguese);
    EXPECT_EQ(message("en"), english);
  }
  EXPECT_EQ(json_at(api.post("/livros", R"({"título":"x"})").body, "/erros/0/mensagem"),
            "É obrigatório: um texto, ou null (anônimo ou desconhecido).");
}

// Every place where an answer repeats what a client sent.
TEST(Answers, AreNotAsLongAsWhatTheyAnswer) {
  Api api;
  api.store.put(support::named("x"));
  const std::string name(60'000, 'n');
  const std::string begin = R"({"título":"x","autor":null,)";
  std::string many = begin;
  for (int i = 0; i < 1000; ++i) {
    many += "\"chave" + std::to_string(i) + "\":1,";
  }
  many.back() = '}';
  std::string nested = "1";
  for (int i = 0; i < 30; ++i) {
    nested = "{\"" + std::string(500, 'k') + "\":" + nested + '}';
  }
  nested.insert(1, "\"a\":1,\"a\":2,");
  using Fields = support::Fields;
  for (const support::Answer& answer : {
           api.post("/livros", begin + '"' + name + "\":1}"),
           api.post("/livros", begin + "\"isbn\":\"" + name + "\"}"),
           api.post("/livros", begin + "\"ano\":\"" + name + "\"}"),
           api.post("/livros", begin + "\"capa\":\"" + name.substr(0, 1900) + "\"}"),
           api.post("/livros", begin + "\"autores\":[{\"" + name + "\":1}]}"),
           api.post("/livros",
                    begin + "\"identificadores\":[{\"tipo\":\"" + name + "\",\"valor\":\"1\"}]}"),
           api.post("/livros", begin + '"' + name + "\":1,\"" + name + "\":2}"),
           api.post("/livros", begin + "\"extra\":" + nested + '}'),
           api.post("/livros", many),
           api.post("/livros/1/restaurar", many),
           api.post("/livros/1/restaurar", "{\"versao\":\"" + name + "\"}"),
           api.post("/livros", '"' + name + '"'),
           api.get("/livros?" + name + "=1"),
           api.get("/livros?ordem=" + name),
           api.get("/livros?autor=%" + name),
           api.get("/livros?" + name + "=%"),
           api.get("/facetas?por=" + name),
           api.get('/' + name),
           api.get("/livros/" + name),
           api.get("/livros/1/versoes/" + name),
           api.get("/problemas/" + name),
           api.get("/isbn/" + name),
           api.get("/livros", {{Header::accept, "x/" + name}}),
           api.get("/livros", {{Header::if_match, name}}),
           api.post("/livros", "{}", {{Header::content_type, name}}),
           api.post("/livros", "{}", {{Header::content_encoding, name}}),
           api.post("/livros", "{}", {{Header::idempotency_key, name}}),
           api.get("/nada",
                   Fields{{Header::traceparent,
                           "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-" + name}}),
           api.get("/nada", {{Header::request_id, name}}),
           api.send({name, "/livros", {}, ""}),
           api.get("/livros", {{Header::host, name}}),
           api.post("/livros", "{}", {{Header::origin, name}}),
       }) {
    EXPECT_GE(answer.status, 400U);
    EXPECT_LT(answer.body.size() + answer.head.size(), 7000U) << answer.body.substr(0, 300);
  }
}

TEST(Answers, CountWhatTheyDoNotShow) {
  Api api;
  const std::string name(60'000, 'n');
  const std::string begin = R"({"título":"x","autor":null,)";
  std::string many = begin;
  for (int i = 0; i < 1000; ++i) {
    many += "\"chave" + std::to_string(i) + "\":1,";
  }
  many.back() = '}';
  const auto counted = api.post("/livros", many);
  EXPECT_EQ(json_at(counted.body, "/erros_omitidos"), "980");
  EXPECT_NE(json_at(counted.body, "/detail").find("980"), std::string::npos);
  EXPECT_EQ(support::errors_in(counted).size(), 20U);
  const auto shown = api.post("/livros", begin + '"' + name + "\":1}");
  EXPECT_EQ(json_at(shown.body, "/erros/0/ponteiro"), '/' + name.substr(0, 64) + "…");
}

TEST(Names, AreShownUpTo64Characters) {
  EXPECT_EQ(catalog::shown("título"), "título");
  std::string sixty_four;
  for (int i = 0; i < 64; ++i) {
    sixty_four += "ã";
  }
  EXPECT_EQ(catalog::shown(sixty_four), sixty_four);
  EXPECT_EQ(catalog::shown(sixty_four + "b"), sixty_four + "…");
  // A header may bring any byte.
  EXPECT_EQ(catalog::shown("a\xD7z\xC3"), "a\uFFFDz\uFFFD");
}

TEST(Titles, AreOneParameterWithAndWithoutTheAccent) {
  Api api;
  for (const std::string name : {"titulo", "título", "t%C3%ADtulo", "ti%CC%81tulo"}) {
    EXPECT_EQ(api.get("/livros?" + name + "=x").status, 200) << name;
  }
  EXPECT_EQ(api.get("/livros?título=x&titulo=y").status, 400);
}

}  // namespace
}  // namespace catalog_problem_words_test
