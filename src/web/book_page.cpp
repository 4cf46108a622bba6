#include "web/book_page.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/own_cover.hpp"
#include "catalog/person_names.hpp"
#include "web/address.hpp"
#include "web/citations.hpp"
#include "web/components.hpp"
#include "web/extra_text.hpp"
#include "web/field_names.hpp"
#include "web/field_text.hpp"
#include "web/script_words.hpp"
#include "web/shown.hpp"
#include "web/words.hpp"

namespace web {
namespace {

using catalog::BookFields;
using catalog::Field;

constexpr std::size_t address_shown_max = 80;  // code points; an address is one long word
constexpr std::size_t description_max = 200;   // code points; previews show no more

// ---- links to what is alike

void write_search_link(Html& html, const Parameter& asked, std::string_view text) {
  if (!can_be_filter(asked.second)) {
    html.text(text);
    return;
  }
  html.raw(R"(<a rel="nofollow")").attr("href", SearchAddress({asked}).text()).raw(">");
  html.text(text).raw("</a>");
}

// The author is just the names of the contributors joined.
bool names_contributors(const BookFields& fields) {
  std::string joined;
  for (const catalog::Contributor& each : fields.contributors) {
    joined.append(joined.empty() ? "" : "; ").append(each.name);
  }
  return !joined.empty() && joined == fields.author;
}

void write_contributor(Html& html, const catalog::Contributor& each) {
  write_search_link(html, {"autor", each.name}, each.name);
  const std::string_view role = role_name(each.role, html.language());
  if (!role.empty()) {
    html.raw(R"( <span class="papel">()").text(role).raw(")</span>");
  }
}

// Several authors stand in one text, with semicolons between them: each is searched for alone.
void write_names(Html& html, const BookFields& fields) {
  const std::vector<std::string_view> names = catalog::names_of_author(fields);
  for (const std::string_view& name : names) {
    html.raw(&name == names.data() ? Literal("") : Literal("; "));
    write_search_link(html, {"autor", std::string(name)}, name);
  }
  if (names.empty()) {
    html.text(*fields.author);
  }
}

void write_author(Html& html, const BookFields& fields) {
  html.raw(R"(<p class="autor">)");
  if (!fields.author) {
    html.say(words::nobody);
  } else if (!names_contributors(fields)) {
    write_names(html, fields);
  } else {
    for (const catalog::Contributor& each : fields.contributors) {
      html.raw(&each == fields.contributors.data() ? Literal("") : Literal("; "));
      write_contributor(html, each);
    }
  }
  html.raw("</p>");
}

// ---- the record

class Record {
 public:
  explicit Record(Html& html) noexcept : html_(html) {}

  void text(Field field, std::string_view value) {
    if (!value.empty()) {
      begin(field).text(value).raw("</dd>");
    }
  }
  void number(Field field, const std::optional<std::int32_t>& value) {
    if (value) {
      begin(field).number(*value).raw("</dd>");
    }
  }
  // What can be searched for, each on a line of its own.
  void links(Field field, std::string_view parameter, const std::vector<std::string>& values) {
    if (values.empty()) {
      return;
    }
    begin(field);
    for (const std::string& value : values) {
      html_.raw(R"(<span class="linha">)");
      const std::string shown = field == Field::subjects ? subject_text(value) : value;
      write_search_link(html_, {std::string(parameter), value}, shown);
      html_.raw("</span>");
    }
    html_.raw("</dd>");
  }
  Html& begin(Field field) {
    html_.raw("<dt>").say(name_of(field)).raw("</dt><dd");
    return html_.attr("data-campo", catalog::wire_name(field)).raw(">");
  }

 private:
  Html& html_;
};

void write_identifiers(Html& html, Record& record, const BookFields& fields) {
  if (fields.isbn) {
    record.text(Field::isbn, fields.isbn->digits());
  }
  std::string others;
  for (const catalog::Isbn& isbn : fields.other_isbns) {
    others.append(others.empty() ? "" : ", ").append(isbn.digits());
  }
  record.text(Field::other_isbns, others);
  if (fields.identifiers.empty()) {
    return;
  }
  record.begin(Field::identifiers);
  for (const catalog::Identifier& each : fields.identifiers) {
    html.raw(R"(<span class="linha">)")
        .say(name_of(each.type))
        .raw(" ")
        .text(each.value)
        .raw("</span>");
  }
  html.raw("</dd>");
}

void write_contributors(Html& html, Record& record, const BookFields& fields) {
  if (fields.contributors.empty() || names_contributors(fields)) {
    return;
  }
  record.begin(Field::contributors);
  for (const catalog::Contributor& each : fields.contributors) {
    html.raw(R"(<span class="linha">)");
    write_contributor(html, each);
    html.raw("</span>");
  }
  html.raw("</dd>");
}

void write_notes(Html& html, Record& record, const BookFields& fields) {
  if (fields.notes.empty()) {
    return;
  }
  record.begin(Field::notes);
  for (const std::string& note : fields.notes) {
    html.raw(R"(<span class="linha">)").text(note).raw("</span>");
  }
  html.raw("</dd>");
}

void write_links(Html& html, Record& record, const BookFields& fields) {
  if (fields.links.empty()) {
    return;
  }
  record.begin(Field::links);
  for (const catalog::Link& each : fields.links) {
    html.raw(R"(<span class="linha"><a rel="nofollow noopener")").attr("href", each.url).raw(">");
    html.text(base::abridged(each.url, address_shown_max)).raw("</a>");
    if (each.relation) {
      html.raw(R"( <span class="papel">()").say(name_of(*each.relation)).raw(")</span>");
    }
    html.raw(each.note.empty() ? Literal("") : Literal(" ")).text(each.note).raw("</span>");
  }
  html.raw("</dd>");
}

// What the library itself added: the name of each stands where those of the fields do.
void write_extra(Html& html, const BookFields& fields) {
  for (const ExtraRow& row : extra_rows(fields.extra)) {
    html.raw("<dt>").text(row.key.empty() ? "—" : row.key).raw("</dt><dd");
    html.attr("data-campo", catalog::wire_name(Field::extra)).attr("data-chave", row.key);
    html.raw(">").text(row.text.empty() ? "—" : row.text).raw("</dd>");
  }
}

void write_record(Html& html, const catalog::Book& book) {
  const BookFields& fields = book.fields;
  html.raw(R"(<dl class="dados" data-testid="ficha">)");
  Record record(html);
  write_contributors(html, record, fields);
  record.text(Field::original_title, fields.original_title);
  write_identifiers(html, record, fields);
  record.links(
      Field::publisher, "editora",
      fields.publisher.empty() ? std::vector<std::string>{} : std::vector{fields.publisher});
  record.text(Field::place, fields.place);
  record.text(Field::edition, fields.edition);
  record.number(Field::year, fields.year);
  record.text(Field::language, language_name(fields.language, html.language()));
  record.text(Field::original_language, language_name(fields.original_language, html.language()));
  record.number(Field::pages, fields.pages);
  record.links(Field::subjects, "assunto", fields.subjects);
  record.links(Field::tags, "etiqueta", fields.tags);
  record.text(Field::cdd, fields.cdd);
  record.text(Field::cdu, fields.cdu);
  if (fields.series) {
    record.text(Field::series, field_text(fields, Field::series));
  }
  write_notes(html, record, fields);
  write_links(html, record, fields);
  write_extra(html, fields);
  record.begin(Field::updated_at);
  write_time(html, book.updated_at);
  html.raw("</dd></dl>");
}

// ---- for machines

std::string description_of(const BookFields& fields) {
  if (!fields.synopsis.empty()) {
    return base::abridged(fields.synopsis, description_max);
  }
  std::string text = fields.title;
  for (const std::string& part : {fields.author.value_or(""), fields.publisher}) {
    if (!part.empty()) {
      text.append(" · ").append(part);
    }
  }
  return base::abridged(text, description_max);
}

void write_property(Html& html, std::string_view name, std::string_view content) {
  html.raw("<meta").attr("property", name).attr("content", content).raw(">");
}

void write_metadata(Html& html, const catalog::Book& book) {
  const BookFields& fields = book.fields;
  write_alternates(html, book.id);
  write_property(html, "og:type", "book");
  write_property(html, "og:title", fields.title);
  write_property(html, "og:description", description_of(fields));
  // The whole address of a cover of ours is not known here, and no other is of use elsewhere.
  if (!fields.cover.empty() && !catalog::own_cover_in(fields.cover)) {
    write_property(html, "og:image", fields.cover);
  }
  if (fields.isbn) {
    write_property(html, "book:isbn", fields.isbn->digits());
  }
  html.raw(R"(<script type="application/ld+json">)");
  html.out() += json_ld_of(book);
  html.raw("</script>");
}

Page head_of(const catalog::Book& book) {
  Page head;
  const BookFields& fields = book.fields;
  head.title = base::abridged(fields.title, 120);
  if (fields.author) {
    head.title.append(", ").append(base::abridged(*fields.author, 80));
  }
  head.indexed = Indexed::yes;
  head.canonical = book_address(book.id);
  head.description = description_of(fields);
  head.scripts = {"leitor.js"};
  head.head = [&book](Html& html) { write_metadata(html, book); };
  return head;
}

void write_actions(Html& html, const catalog::Book& book) {
  const std::string address = book_address(book.id);
  html.raw(R"(<div class="acoes"><button type="button" data-testid="copiar-link" hidden>)");
  html.say(words::copy_link)
      .raw(R"(</button><button type="button" data-testid="imprimir" hidden>)");
  html.say(words::print_record).raw("</button>");
  html.raw(R"(<a class="botao" data-testid="editar" rel="nofollow")");
  html.attr("href", address + "/editar").raw(">").say(words::edit).raw("</a>");
  html.raw(R"(<a class="botao discreto" data-testid="historia" rel="nofollow")");
  html.attr("href", address + "/historia").raw(">").say(words::history).raw("</a></div>");
}

}  // namespace

std::string book_document(const View& view, const catalog::Book& book) {
  const BookFields& fields = book.fields;
  return document_of(view, head_of(book), [&](Html& html) {
    html.raw(R"(<nav class="migalhas")").say_attr("aria-label", words::trail);
    html.raw(R"(><a href="/" data-volta>)").say(words::back_to_catalogue).raw("</a></nav>");
    html.raw(R"(<article class="livro" data-testid="livro")").attr("data-id", book.id.value);
    html.attr("data-versao", book.version.value).raw(">");
    write_binding(html, book);
    html.raw("<div><h1>").text(fields.title).raw("</h1>");
    if (!fields.subtitle.empty()) {
      html.raw(R"(<p class="subtitulo">)").text(fields.subtitle).raw("</p>");
    }
    write_author(html, fields);
    write_actions(html, book);
    if (!fields.synopsis.empty()) {
      html.raw(R"(<p class="sinopse">)").text(fields.synopsis).raw("</p>");
    }
    write_record(html, book);
    write_citations(html, book);
    write_coins(html, book);
    html.raw("</div></article>");
  });
}

}  // namespace web
