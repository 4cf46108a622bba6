#include "formats/book_json.hpp"

#include <utility>

#include "formats/book_json_reader.hpp"

namespace formats {
namespace {

catalog::Wording wording_of(json::Fault fault) noexcept {
  switch (fault) {
    case json::Fault::empty:
      return {"está vazio", "it is empty"};
    case json::Fault::syntax:
      return {"erro de sintaxe", "syntax error"};
    case json::Fault::trailing_text:
      return {"há texto depois do valor", "there is text behind the value"};
    case json::Fault::invalid_utf8:
      return {"não é UTF-8 válido", "it is not valid UTF-8"};
    case json::Fault::unclosed_string:
      return {"falta fechar um texto com aspas", "a string is not closed"};
    case json::Fault::control_character:
      return {"caractere de controle sem escape dentro de um texto",
              "unescaped control character inside a string"};
    case json::Fault::bad_escape:
      return {"sequência de escape inválida", "invalid escape sequence"};
    case json::Fault::lone_surrogate:
      return {"metade de um par substituto Unicode", "half of a Unicode surrogate pair"};
    case json::Fault::bad_number:
      return {"número malformado", "malformed number"};
    case json::Fault::bad_literal:
      return {"só existem true, false e null", "there are only true, false and null"};
    case json::Fault::too_deep:
      return {"níveis demais de objetos e listas", "too many levels of objects and arrays"};
    case json::Fault::duplicate_key:
      return {"chave duplicada", "duplicate key"};
    case json::Fault::too_large:
      return {"grande demais", "too large"};
  }
  return {};
}

catalog::Problem not_an_object(json::Value root) {
  return catalog::problem::invalid_book(
      {{"", catalog::Rule::wrong_type, {"object"}, catalog::shown(json::spelling_of(root))}});
}

}  // namespace

catalog::Problem to_problem(const json::Error& error) {
  if (error.fault == json::Fault::duplicate_key) {
    return catalog::problem::duplicate_key(error.pointer);
  }
  return catalog::problem::malformed_json(error.byte_offset, wording_of(error.fault));
}

catalog::Result<catalog::NewBook> read_book(std::string_view json, int current_year) {
  json::Document document;
  const auto root = document.parse(json);
  if (!root) {
    return catalog::fail(to_problem(root.error()));
  }
  return read_book(*root, current_year);
}

catalog::Result<catalog::NewBook> read_book(json::Value value, int current_year) {
  if (value.kind() != json::Kind::object) {
    return catalog::fail(not_an_object(value));
  }
  BookReader reader(BookReader::Mode::book, current_year);
  reader.read(value);
  return std::move(reader).finish_book();
}

catalog::Result<catalog::BookPatch> read_patch(std::string_view json, int current_year) {
  json::Document document;
  const auto root = document.parse(json);
  if (!root) {
    return catalog::fail(to_problem(root.error()));
  }
  return read_patch(*root, current_year);
}

catalog::Result<catalog::BookPatch> read_patch(json::Value value, int current_year) {
  if (value.kind() != json::Kind::object) {
    return catalog::fail(not_an_object(value));
  }
  BookReader reader(BookReader::Mode::patch, current_year);
  reader.read(value);
  return std::move(reader).finish_patch();
}

}  // namespace formats
