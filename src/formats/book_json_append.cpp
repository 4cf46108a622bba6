// formats::append_book, the hot path of every answer: finished `,"key":` texts, one buffer, no
// branches but the ones for absent members.

#include "formats/book_json_append.hpp"

#include "catalog/field.hpp"
#include "json/writer.hpp"

namespace formats {
namespace {

using catalog::Book;
using catalog::BookFields;
using catalog::Field;
using catalog::FieldSet;

class Appender {
 public:
  Appender(std::string& out, FieldSet members) : out_(out), members_(members), object_(out) {}

  template <class Integer>
  void integer(Field field, std::string_view prefix, Integer value) {
    if (members_.has(field)) {
      object_.member(prefix);
      json::append_integer(out_, value);
    }
  }
  void text(Field field, std::string_view prefix, std::string_view value) {
    if (!value.empty() && members_.has(field)) {
      object_.member(prefix);
      json::append_string(out_, value);
    }
  }
  void instant(Field field, std::string_view prefix, base::Instant value) {
    if (members_.has(field)) {
      object_.member(prefix);
      out_ += '"';
      base::append_rfc3339(out_, value);
      out_ += '"';
    }
  }
  template <class List, class AppendItem>
  void list(Field field, std::string_view prefix, const List& items, AppendItem append_item) {
    if (items.empty() || !members_.has(field)) {
      return;
    }
    object_.member(prefix);
    json::Array array(out_);
    for (const auto& item : items) {
      array.item();
      append_item(out_, item);
    }
    array.end();
  }
  void author(const std::optional<std::string>& value) {
    if (!members_.has(Field::author)) {
      return;
    }
    object_.member(R"(,"autor":)");
    if (value) {
      json::append_string(out_, *value);
    } else {
      out_ += "null";
    }
  }
  void series(const std::optional<catalog::Series>& value) {
    if (!value || !members_.has(Field::series)) {
      return;
    }
    object_.member(R"(,"serie":{"nome":)");
    json::append_string(out_, value->name);
    if (!value->volume.empty()) {
      out_ += R"(,"volume":)";
      json::append_string(out_, value->volume);
    }
    out_ += '}';
  }
  void raw(Field field, std::string_view prefix, std::string_view json) {
    if (!json.empty() && members_.has(field)) {
      object_.member(prefix);
      out_ += json;
    }
  }
  void end() { object_.end(); }

 private:
  std::string& out_;
  FieldSet members_;
  json::Object object_;
};

void append_text(std::string& out, const std::string& text) { json::append_string(out, text); }

void append_isbn(std::string& out, const catalog::Isbn& isbn) {
  json::append_string(out, isbn.digits());
}

void append_contributor(std::string& out, const catalog::Contributor& contributor) {
  out += R"({"nome":)";
  json::append_string(out, contributor.name);
  out += R"(,"papel":)";
  json::append_string(out, contributor.role);
  if (contributor.kind != catalog::ContributorKind::person) {
    out += R"(,"tipo":)";
    json::append_string(out, catalog::wire_name(contributor.kind));
  }
  out += '}';
}

void append_identifier(std::string& out, const catalog::Identifier& identifier) {
  out += R"({"tipo":)";
  json::append_string(out, catalog::wire_name(identifier.type));
  out += R"(,"valor":)";
  json::append_string(out, identifier.value);
  out += '}';
}

void append_link(std::string& out, const catalog::Link& link) {
  out += R"({"url":)";
  json::append_string(out, link.url);
  if (!link.media_type.empty()) {
    out += R"(,"tipo":)";
    json::append_string(out, link.media_type);
  }
  if (link.relation) {
    out += R"(,"relacao":)";
    json::append_string(out, catalog::wire_name(*link.relation));
  }
  if (!link.note.empty()) {
    out += R"(,"nota":)";
    json::append_string(out, link.note);
  }
  out += '}';
}

// In the order of catalog::Field, id and versao before, the instants behind.
void append_fields(Appender& to, const BookFields& fields) {
  to.text(Field::title, R"(,"título":)", fields.title);
  to.author(fields.author);
  to.text(Field::subtitle, R"(,"subtitulo":)", fields.subtitle);
  to.text(Field::original_title, R"(,"titulo_original":)", fields.original_title);
  to.list(Field::contributors, R"(,"autores":)", fields.contributors, append_contributor);
  if (fields.isbn) {
    to.text(Field::isbn, R"(,"isbn":)", fields.isbn->digits());
  }
  to.list(Field::other_isbns, R"(,"outros_isbn":)", fields.other_isbns, append_isbn);
  to.list(Field::identifiers, R"(,"identificadores":)", fields.identifiers, append_identifier);
  to.text(Field::publisher, R"(,"editora":)", fields.publisher);
  to.text(Field::place, R"(,"local":)", fields.place);
  to.text(Field::edition, R"(,"edicao":)", fields.edition);
  if (fields.year) {
    to.integer(Field::year, R"(,"ano":)", *fields.year);
  }
  to.text(Field::language, R"(,"idioma":)", fields.language);
  to.text(Field::original_language, R"(,"idioma_original":)", fields.original_language);
  if (fields.pages) {
    to.integer(Field::pages, R"(,"paginas":)", *fields.pages);
  }
  to.list(Field::subjects, R"(,"assuntos":)", fields.subjects, append_text);
  to.list(Field::tags, R"(,"etiquetas":)", fields.tags, append_text);
  to.text(Field::cdd, R"(,"cdd":)", fields.cdd);
  to.text(Field::cdu, R"(,"cdu":)", fields.cdu);
  to.series(fields.series);
  to.text(Field::synopsis, R"(,"sinopse":)", fields.synopsis);
  to.list(Field::notes, R"(,"notas":)", fields.notes, append_text);
  to.text(Field::cover, R"(,"capa":)", fields.cover);
  to.list(Field::links, R"(,"ligacoes":)", fields.links, append_link);
  to.raw(Field::extra, R"(,"extra":)", fields.extra);
}

}  // namespace

void append_book(std::string& out, const Book& book, FieldSet members) {
  Appender to(out, members);
  to.integer(Field::id, R"(,"id":)", book.id.value);
  to.integer(Field::version, R"(,"versao":)", book.version.value);
  append_fields(to, book.fields);
  to.instant(Field::created_at, R"(,"criado_em":)", book.created_at);
  to.instant(Field::updated_at, R"(,"atualizado_em":)", book.updated_at);
  to.end();
}

}  // namespace formats
