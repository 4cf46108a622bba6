// What the tools of the Model Context Protocol server are described by: words for people and
// models, and the JSON Schemas of what they take and give. Constants.
#pragma once

#include <string_view>

#include "catalog/problem.hpp"

namespace api {

struct ToolWords {
  catalog::Wording title;
  catalog::Wording description;
};

inline constexpr ToolWords words_of_search{
    {"Buscar livros", "Search books"},
    {"Procura livros no catálogo por palavras e filtros; dá os mais relevantes primeiro, cada um "
     "com o id que as outras ferramentas pedem.",
     "Finds books of the catalogue by words and filters; the most relevant come first, each with "
     "the id that the other tools ask for."}};
inline constexpr ToolWords words_of_reading{{"Ler um livro", "Read a book"},
                                            {"Dá tudo o que o catálogo sabe de um livro.",
                                             "Gives all that the catalogue knows of a book."}};
inline constexpr ToolWords words_of_citing{
    {"Citar livros", "Cite books"},
    {"Dá as referências de livros em ABNT (NBR 6023) ou BibTeX.",
     "Gives the references of books in ABNT (NBR 6023) or BibTeX."}};
inline constexpr ToolWords words_of_counting{
    {"Contar livros", "Count books"},
    {"Conta os livros que palavras e filtros acham, e os valores mais frequentes de cada faceta.",
     "Counts the books that words and filters find, and the most frequent values of each facet."}};

// The members of an input that select books: openapi.yaml describes the same parameters.
#define API_LIVROS_SELECTION_PROPERTIES                                                         \
  R"("q":{"type":"string","description":"palavras; entre aspas, uma frase; -palavra exclui"},)" \
  R"("titulo":{"type":"string"},"autor":{"type":"string"},"editora":{"type":"string"},)"        \
  R"("assunto":{"type":"string"},"etiqueta":{"type":"string"},)"                                \
  R"("isbn":{"type":"string","description":"ISBN-10 ou ISBN-13"},)"                             \
  R"("idioma":{"type":"string","description":"BCP 47: pt, pt-BR, en"},)"                        \
  R"("ano":{"type":"integer"},"ano_min":{"type":"integer"},"ano_max":{"type":"integer"},)"      \
  R"("id":{"type":"array","items":{"type":"integer","minimum":1},"maxItems":1000},)"            \
  R"("alterado_desde":{"type":"string","description":"RFC 3339"})"

constexpr std::string_view search_input() {
  return R"({"type":"object","properties":{)" API_LIVROS_SELECTION_PROPERTIES
         R"(,"ordem":{"type":"string","description":"relevancia, titulo, autor, ano, criado_em, )"
         R"(atualizado_em ou id; com - na frente, do maior para o menor"},)"
         R"("limite":{"type":"integer","minimum":1,"maximum":50,"default":10},)"
         R"("cursor":{"type":"string","description":"proximo_cursor da resposta anterior, com os )"
         R"(mesmos argumentos"}},"additionalProperties":false})";
}
constexpr std::string_view search_output() {
  return R"({"type":"object","properties":{"total":{"type":"integer"},)"
         R"("total_minimo":{"type":"boolean","description":"há pelo menos tantos"},)"
         R"("busca":{"type":"string","enum":["exata","familia","aproximada","parcial"]},)"
         R"("sugestao":{"type":"string"},)"
         R"("palavras_ignoradas":{"type":"array","items":{"type":"string"}},)"
         R"("livros":{"type":"array","items":{"type":"object","properties":{)"
         R"("id":{"type":"integer"},"título":{"type":"string"},)"
         R"("autor":{"type":["string","null"]}},"required":["id","título","autor"]}},)"
         R"("proximo_cursor":{"type":"string"},)"
         R"("cortado":{"type":"boolean","description":"nem todos couberam: peça menos"}},)"
         R"("required":["livros"]})";
}

constexpr std::string_view reading_input() {
  return R"({"type":"object","properties":{"id":{"type":"integer","minimum":1}},)"
         R"("required":["id"],"additionalProperties":false})";
}
constexpr std::string_view reading_output() {
  return R"({"type":"object","properties":{"id":{"type":"integer"},"versao":{"type":"integer"},)"
         R"("título":{"type":"string"},"autor":{"type":["string","null"]}},)"
         R"("required":["id","versao","título","autor"]})";
}

constexpr std::string_view citing_input() {
  return R"({"type":"object","properties":{"ids":{"type":"array","items":{"type":"integer",)"
         R"("minimum":1},"minItems":1,"maxItems":50},)"
         R"("formato":{"type":"string","enum":["abnt","bibtex"],"default":"abnt"}},)"
         R"("required":["ids"],"additionalProperties":false})";
}
constexpr std::string_view citing_output() {
  return R"({"type":"object","properties":{"formato":{"type":"string"},"citacoes":{"type":"array",)"
         R"("items":{"type":"object","properties":{"id":{"type":"integer"},)"
         R"("texto":{"type":"string"}},"required":["id","texto"]}},)"
         R"("nao_encontrados":{"type":"array","items":{"type":"integer"}},)"
         R"("cortado":{"type":"boolean"}},"required":["formato","citacoes","nao_encontrados"]})";
}

constexpr std::string_view counting_input() {
  return R"({"type":"object","properties":{)" API_LIVROS_SELECTION_PROPERTIES
         R"(,"por":{"type":"array","minItems":1,"uniqueItems":true,"items":{"type":"string",)"
         R"("enum":["autor","editora","idioma","ano","assunto","etiqueta"]}},)"
         R"("limite":{"type":"integer","minimum":1,"maximum":100,"default":10}},)"
         R"("required":["por"],"additionalProperties":false})";
}
constexpr std::string_view counting_output() {
  return R"({"type":"object","properties":{"livros":{"type":"integer"},)"
         R"("estimado":{"type":"boolean"},"facetas":{"type":"object","additionalProperties":)"
         R"({"type":"array","items":{"type":"object","properties":{"valor":{"type":"string"},)"
         R"("livros":{"type":"integer"}},"required":["valor","livros"]}}}},)"
         R"("required":["livros","estimado","facetas"]})";
}

#undef API_LIVROS_SELECTION_PROPERTIES

}  // namespace api
