// Arguments of problems that are words: code names them in one way, people read them in two.

#include <algorithm>
#include <array>

#include "catalog/problem.hpp"

namespace catalog {
namespace {

struct Word {
  std::string_view name;
  Wording wording;
};
constexpr std::array words{
    Word{"integer", {"um número inteiro, sem aspas", "a whole number, without quotation marks"}},
    Word{"string", {"um texto, entre aspas", "a text, in quotation marks"}},
    Word{"string/null",
         {"um texto, entre aspas, ou null (anônimo ou desconhecido)",
          "a text, in quotation marks, or null (anonymous or unknown)"}},
    Word{"array", {"uma lista, entre colchetes", "a list, in square brackets"}},
    Word{"object", {"um objeto, entre chaves", "an object, in braces"}},
    Word{"a title", {"o título do livro, um texto", "the title of the book, a text"}},
    Word{"an author",
         {"um texto, ou null (anônimo ou desconhecido)", "a text, or null (anonymous or unknown)"}},
    Word{"a version", {"o número da versão a restaurar", "the number of the version to restore"}},
    Word{"of a book",
         {"de livro; campos próprios vão em “extra”",
          "of a book; fields of your own go into “extra”"}},
    Word{"of autores",
         {"de “autores”: cada um tem nome e papel", "of “autores”: each has nome and papel"}},
    Word{"of identificadores",
         {"de “identificadores”: cada um tem tipo e valor",
          "of “identificadores”: each has tipo and valor"}},
    Word{"of serie",
         {"de “serie”, que tem nome e volume", "of “serie”, which has nome and volume"}},
    Word{"of sessao",
         {"deste pedido, que só tem chave e lembrar",
          "of this request, which has chave and lembrar alone"}},
    Word{"of lote",
         {"de operação, que tem op, id, se_versao, livro e versao",
          "of an operation, which has op, id, se_versao, livro and versao"}},
    Word{"of criar", {"de “criar”, que tem id e livro", "of “criar”, which has id and livro"}},
    Word{"of substituir, alterar",
         {"de “substituir” e “alterar”, que têm id, se_versao e livro",
          "of “substituir” and “alterar”, which have id, se_versao and livro"}},
    Word{"of excluir",
         {"de “excluir”, que tem id e se_versao", "of “excluir”, which has id and se_versao"}},
    Word{"of op restaurar",
         {"de “restaurar”, que tem id, se_versao e versao",
          "of “restaurar”, which has id, se_versao and versao"}},
    Word{"of restaurar",
         {"deste pedido, que só tem versao", "of this request, which has versao alone"}},
    Word{"aut, trl, ill, edt, org, … (MARC relators)",
         {"códigos MARC de função: aut, trl, ill, edt, org, …",
          "MARC relator codes: aut, trl, ill, edt, org, …"}},
    Word{"ler", {"ler", "ler (read)"}},
    Word{"escrever", {"escrever", "escrever (write)"}},
    Word{"administrar", {"administrar", "administrar (administer)"}},
};

std::string in_language(std::string_view argument, Language language) {
  const auto* const word = std::ranges::find(words, argument, &Word::name);
  return word == words.end() ? std::string(argument) : std::string(word->wording.in(language));
}

constexpr std::size_t value_place = 9;  // {9}

// What lies around an unknown key, by its pointer.
std::string place_of_key(std::string_view pointer) {
  struct Place {
    std::string_view begin;
    std::string_view word;
  };
  static constexpr std::array places{Place{"/autores/", "of autores"},
                                     Place{"/identificadores/", "of identificadores"},
                                     Place{"/serie/", "of serie"}};
  const auto* const place = std::ranges::find_if(
      places, [pointer](const Place& candidate) { return pointer.starts_with(candidate.begin); });
  return std::string(place == places.end() ? "of a book" : place->word);
}

// What the key that is missing would say; empty where its name says enough.
std::string wanted_at(std::string_view pointer) {
  if (pointer == "/autor" || pointer == "/author") {
    return "an author";
  }
  if (pointer == "/título" || pointer == "/titulo" || pointer == "/title") {
    return "a title";
  }
  return pointer == "/versao" ? "a version" : "";
}

}  // namespace

std::string message_of(const FieldError& error, Language language) {
  std::vector<std::string> arguments;
  for (const std::string& argument : error.arguments) {
    arguments.push_back(in_language(argument, language));
  }
  if (error.rule == Rule::unknown_key && arguments.size() < 2) {
    arguments.resize(1);
    arguments.push_back(in_language(place_of_key(error.pointer), language));
  }
  if (error.rule == Rule::required && arguments.empty()) {
    arguments.push_back(in_language(wanted_at(error.pointer), language));
  }
  arguments.resize(value_place);
  arguments.push_back(error.value);
  return fill(kind_of(error.rule).message.in(language), arguments);
}

std::string detail_of(const Problem& problem, Language language) {
  if (problem.code != ProblemCode::forbidden) {
    return fill(kind_of(problem.code).detail.in(language), problem.arguments);
  }
  std::vector<std::string> scopes;
  for (const std::string& scope : problem.arguments) {
    scopes.push_back(in_language(scope, language));
  }
  return fill(kind_of(problem.code).detail.in(language), scopes);
}

}  // namespace catalog
